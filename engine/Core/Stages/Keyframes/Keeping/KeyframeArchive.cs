using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Archive;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Takes chosen candidates out of a store and gives them to the librarian.</summary>
/// <param name="store">Where they wait; not owned.</param>
/// <param name="librarian">Keeps them; owned.</param>
/// <param name="origin">What made them.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyframeArchive(DiskCandidateStore store, Librarian librarian, ArchiveOrigin origin, TimeProvider time) : IKeyframeArchive
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ArchiveCounts Counts => librarian.Counts;

    /// <inheritdoc/>
    public async ValueTask<KeepAnswer> KeepAsync(CandidatePicture picture, Frame frame, KeyframeRecord why, CancellationToken stop)
    {
        var key = KeyOf(picture, frame.Info.Source, why.Period);
        if (await store.ReadAsync(picture, stop) is not { } jpeg) return new(KeepVerdict.Lost, null);
        ArchivePicture shown;
        try
        {
            shown = ArchivePicture.Of(jpeg, key);
        }
        catch (AvException)
        {
            return new(KeepVerdict.Lost, null);
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [ArchiveNames.Picture] = jpeg,
            [ArchiveNames.Sidecar] = KeyframeSidecar.Of(key, frame, why, shown, origin, time.GetUtcNow()),
        };
        if (await store.ReadPngAsync(picture, stop) is { } png) files[ArchiveNames.Lossless] = png;
        var verdict = await librarian.KeepAsync(new(key, frame.Info.CapturedAt, files, why.Loss, why.IsPinned), stop);
        return new(verdict, verdict is KeepVerdict.Kept or KeepVerdict.KeptBefore ? librarian.Place.UriOf((librarian.FindKey(key) ?? key) + ArchiveNames.Picture) : null);
    }

    /// <inheritdoc/>
    public string KeyOf(CandidatePicture picture, string source, DateTimeOffset period) => ArchiveNames.Key(PictureKeys.Folder(source), period, picture.Id);

    /// <inheritdoc/>
    public async ValueTask ReportAsync(KeyframeReport report, CancellationToken stop)
        => await librarian.WriteReportAsync(PictureKeys.Folder(report.Period.Source), report, stop);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeptFeature> ReadAsync(DateTimeOffset since, string? source, int most, [EnumeratorCancellation] CancellationToken stop)
    {
        var folder = source == null ? null : PictureKeys.Folder(source);
        foreach (var entry in librarian.Entries.Where(entry => entry.CapturedAt >= since && (folder == null || entry.Folder == folder)).OrderBy(static entry => entry.CapturedAt).TakeLast(most).ToList())
        {
            ArchivedKeyframe known;
            try
            {
                if (await librarian.Place.ReadAsync(entry.Key + ArchiveNames.Sidecar, stop) is not { } json) continue;
                known = ArchivedKeyframe.Parse(json);
            }
            catch (Exception fault) when (fault is JsonException or FormatException or IOException)
            {
                continue;
            }

            yield return new(known.Source, entry.Id, known.CapturedAt, known.Embedding, known.Space, known.Thumbnail, librarian.Place.UriOf(entry.Key + ArchiveNames.Picture),
                known.At ?? known.CapturedAt.ToUnixTimeMilliseconds() / 1000.0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await librarian.FlushAsync(FlushLimit);
        await librarian.DisposeAsync();
    }
}
