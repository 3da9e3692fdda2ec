using Sluice.Abstractions;
using Sluice.Core.Archive;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Objects;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>A stage's candidate store and archive, opened and closed together.</summary>
internal sealed class KeyframeKeeping : IAsyncDisposable
{
    // Pictures that wait hold the engine's memory: enough for a cut that makes every camera a candidate at once.
    private const int QueueLength = 16;
    private const int DefaultQuality = 95;
    private readonly DiskCandidateStore _candidates;

    private readonly Func<string, bool> _isLive;

    private KeyframeKeeping(DiskCandidateStore candidates, KeyframeArchive? archive, KeyframeStates? states, Func<string, bool> isLive)
        => (_candidates, Archive, States, _isLive) = (candidates, archive, states, isLive);

    /// <summary>What outlives the process; null where the settings name no folder for candidates.</summary>
    public KeyframeStates? States { get; }

    /// <summary>Whether a source's frames come whether or not anybody keeps up.</summary>
    public bool IsLive(string source) => _isLive(source);

    /// <summary>Where candidates wait.</summary>
    public ICandidateStore Candidates => _candidates;

    /// <summary>Where chosen ones are kept; null where the settings name no archive.</summary>
    public IKeyframeArchive? Archive { get; }

    /// <summary>What is wrong with the settings, beyond their types; keys below <c>archive</c>.</summary>
    public static IEnumerable<(string Key, string Message)> Faults(ArchiveOptions? archive)
    {
        if (archive == null) yield break;
        if (archive.Prefix.Length > 0 && ObjectKey.Fault(archive.Prefix) is { } fault) yield return ("archive.prefix", $"'{archive.Prefix}' {fault}.");
        if (archive.S3 == null) yield break;
        foreach (var (key, message) in archive.S3.Faults()) yield return ($"archive.s3.{key}", message);
    }

    /// <summary>Opens both: finishes what a killed run began.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <param name="temporary">Where candidates wait; null for the defaults.</param>
    /// <param name="archive">Where chosen ones are kept; null for nowhere.</param>
    /// <param name="blur">Classes to make unrecognisable before anything is written; empty for none.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="IOException">A folder cannot be used, or another stage has it.</exception>
    public static async Task<KeyframeKeeping> OpenAsync(StageContext context, TemporaryOptions? temporary, ArchiveOptions? archive, IReadOnlyList<string> blur, CancellationToken stop)
    {
        temporary ??= new();
        var sources = (SourceBoard?)context.Services.GetService(typeof(SourceBoard));
        var privacy = new PrivacyBlur(blur);
        var (quality, png) = (archive?.Quality ?? DefaultQuality, archive?.Png ?? false);
        var states = temporary.Dir == null ? null : new KeyframeStates(Path.Combine(context.Resolve(temporary.Dir), ".state"), temporary.Every, context.Time, context.Log);
        var candidates = new DiskCandidateStore(
            CandidateFolder.Open(context, temporary.Dir), temporary.Max.Bytes, IsLive, () => new PictureCompressor(privacy, quality, png), png, QueueLength, context.Log, states != null);
        if (archive == null) return new(candidates, null, states, IsLive);
        try
        {
            var folder = context.Resolve(archive.Dir);
            IArchivePlace place = archive.S3 == null ? new FolderPlace(folder) : new BucketPlace(new S3ObjectStore(archive.S3, context.Time), archive.Prefix);
            var limits = new ArchiveLimits(archive.Max.Bytes, archive.Age, archive.Floor, archive.HalfLife);
            var librarian = await Librarian.OpenAsync(folder, place, limits, context.Time, context.Log, stop);
            return new(candidates, new(candidates, librarian, ArchiveOrigin.Of(context, blur), context.Time), states, IsLive);
        }
        catch
        {
            await candidates.DisposeAsync();
            throw;
        }

        bool IsLive(string source) => sources?.IsLive(source) ?? false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Archive != null) await Archive.DisposeAsync();
        await _candidates.DisposeAsync();
    }
}
