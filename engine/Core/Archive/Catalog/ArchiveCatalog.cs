using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Core.Archive.Labels;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Core.Archive.Catalog;

/// <summary>An archive that somebody looks through, while an engine may be writing to it.</summary>
internal sealed class ArchiveCatalog : IDisposable
{
    private readonly List<string> _unreadable = [];

    private ArchiveCatalog(IArchivePlace place) => Place = place;

    /// <summary>Where it is.</summary>
    public IArchivePlace Place { get; }

    /// <summary>Sidecars that could not be read, and why.</summary>
    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Opens an archive.</summary>
    /// <param name="where">A folder, or <c>s3://BUCKET/PREFIX</c>; credentials of a bucket come from the environment.</param>
    /// <param name="endpoint">URL of the bucket's server; null for Amazon's own.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ArchiveCatalog Open(string where, string? endpoint)
    {
        if (where.StartsWith("s3://", StringComparison.Ordinal))
        {
            var parts = where[5..].Trim('/').Split('/', 2);
            var options = new S3StoreOptions { Bucket = parts[0], Endpoint = endpoint, Region = Environment.GetEnvironmentVariable("AWS_REGION") };
            return new(new BucketPlace(new S3ObjectStore(options, TimeProvider.System), parts.Length > 1 ? parts[1] : ""));
        }

        var folder = Path.GetFullPath(where);
        return Directory.Exists(folder)
            ? new(new FolderPlace(folder))
            : throw new DirectoryNotFoundException($"there is no archive '{where}': give the folder of archive.dir, or s3://BUCKET/PREFIX.");
    }

    /// <summary>Keyframes in the order they were taken.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<List<CatalogEntry>> FindAsync(CatalogFilter filter, CancellationToken stop)
    {
        var found = new List<CatalogEntry>();
        await foreach (var entry in ReadAsync(stop))
            if (filter.Holds(entry)) found.Add(entry);
        found.Sort(static (a, b) => a.Keyframe.CapturedAt != b.Keyframe.CapturedAt
            ? a.Keyframe.CapturedAt.CompareTo(b.Keyframe.CapturedAt) : string.CompareOrdinal(a.Keyframe.Key, b.Keyframe.Key));
        return found;
    }

    /// <summary>The keyframe of a key, or of the beginning or end of one.</summary>
    /// <exception cref="InvalidDataException">There is none, or there are several.</exception>
    public async Task<CatalogEntry> OneAsync(string key, CancellationToken stop)
    {
        var all = await FindAsync(new(), stop);
        var found = all.Where(entry => entry.Keyframe.Key == key || entry.Keyframe.Key[(entry.Keyframe.Key.LastIndexOf('/') + 1)..].StartsWith(key, StringComparison.OrdinalIgnoreCase)
            || entry.Keyframe.FrameId.ToString().StartsWith(key, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new InvalidDataException($"no keyframe '{key}' among {all.Count}: give SOURCE/PERIOD/ID, or the first letters of its id, as 'keyframes list' shows it."),
            _ => throw new InvalidDataException($"'{key}' is the beginning of {found.Count} keyframes; give more letters."),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Place.Dispose();

    private async IAsyncEnumerable<CatalogEntry> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var files = new SortedDictionary<string, List<ArchiveFile>>(StringComparer.Ordinal);
        await foreach (var file in Place.ListAsync(stop))
        {
            if (!ArchiveNames.TryParse(file.Name, out var key, out var ending)) continue;
            if (!files.TryGetValue(key, out var known)) files[key] = known = [];
            known.Add(new(ending, file.Bytes));
        }

        foreach (var (key, there) in files)
        {
            bool Has(string ending) => there.Exists(file => file.Name == ending);
            if (!Has(ArchiveNames.Sidecar) || !Has(ArchiveNames.Picture)) continue;
            CatalogEntry entry;
            try
            {
                // An engine may evict it meanwhile.
                if (await Place.ReadAsync(key + ArchiveNames.Sidecar, stop) is not { } json) continue;
                var labels = Has(ArchiveNames.Labels) && await Place.ReadAsync(key + ArchiveNames.Labels, stop) is { } given ? LabelFile.Parse(given) : null;
                var known = ArchivedKeyframe.Parse(json);
                entry = new(known with { Key = key }, there.Sum(static file => file.Bytes), known.IsPinned || Has(ArchiveNames.Pin), labels?.Boxes);
            }
            catch (Exception fault) when (fault is JsonException or FormatException)
            {
                _unreadable.Add($"{key}: {fault.Message}");
                continue;
            }

            yield return entry;
        }
    }
}
