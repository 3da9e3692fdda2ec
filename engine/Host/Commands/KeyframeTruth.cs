using Sluice.Core.Archive;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Archive.Export;

namespace Sluice.Host.Commands;

/// <summary>What annotators corrected in an archive, as COCO annotations for as long as they are needed.</summary>
internal sealed class KeyframeTruth : IDisposable
{
    private KeyframeTruth(string path, string images) => (Path, Images) = (path, images);

    /// <summary>The annotations.</summary>
    public string Path { get; }

    /// <summary>Where the pictures are.</summary>
    public string Images { get; }

    /// <summary>Gathers them.</summary>
    /// <returns>Null where the path is no folder.</returns>
    /// <exception cref="UsageException">Nothing in the folder was corrected.</exception>
    public static async Task<KeyframeTruth?> OpenAsync(string archive, CancellationToken stop)
    {
        if (!Directory.Exists(archive)) return null;
        using var catalog = ArchiveCatalog.Open(archive, null);
        var entries = await catalog.FindAsync(new() { IsCorrected = true }, stop);
        if (entries.Count == 0) throw new UsageException($"--truth {archive}: nobody has corrected a keyframe there; 'sluice keyframes import' brings labels in.");
        var items = entries.Select(static entry => new ExportItem(entry, false)).ToList();
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sluice-truth-{Guid.NewGuid():N}.json");
        var annotations = CocoFile.Of(items, DataSetExport.LabelsOf(items), TimeProvider.System.GetUtcNow(), static item => item.Entry.Keyframe.Key + ArchiveNames.Picture);
        await File.WriteAllBytesAsync(path, annotations, stop);
        return new(path, System.IO.Path.GetFullPath(archive));
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
