using Sluice.Core.Archive.Catalog;
using Sluice.Core.Archive.Export;

namespace Sluice.Core.Archive.Labels;

/// <summary>Brings labels that somebody corrected back to their keyframes.</summary>
internal static class LabelImport
{
    /// <summary>Imports.</summary>
    /// <param name="catalog">The archive.</param>
    /// <param name="path">COCO annotations, or a folder of YOLO labels.</param>
    /// <param name="by">Who labelled; empty for nobody in particular.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Gives up; what was written stays, and importing again changes nothing else.</param>
    /// <returns>What was imported, and how many pictures are none of this archive's.</returns>
    /// <exception cref="InvalidDataException">The labels cannot be read, or none is of this archive.</exception>
    public static async Task<(List<LabelFile> Files, int Unknown)> RunAsync(ArchiveCatalog catalog, string path, string by, DateTimeOffset now, CancellationToken stop)
    {
        var entries = (await catalog.FindAsync(new(), stop)).ToDictionary(static entry => ExportNames.IdOf(entry.Keyframe.Key), StringComparer.OrdinalIgnoreCase);
        CatalogEntry? Find(string name) => ExportNames.FindId(name) is { } id ? entries.GetValueOrDefault(id) : null;
        var given = GivenLabels.Read(path, name => Find(name) is { } entry ? (entry.Keyframe.Width, entry.Keyframe.Height) : null);
        var files = new List<LabelFile>();
        var unknown = 0;
        foreach (var (name, boxes) in given.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (Find(name) is not { } entry)
            {
                unknown++;
                continue;
            }

            files.Add(new(entry.Keyframe.Key, by, now, LabelComparison.Of(entry.Keyframe.Boxes, boxes)) { Engine = entry.Keyframe.Engine, Source = entry.Keyframe.Source });
        }

        if (files.Count == 0)
            throw new InvalidDataException($"{path}: none of its {given.Count} pictures is of this archive; their names have to end in the keyframe's id, as 'keyframes export' writes them.");
        foreach (var file in files) await catalog.Place.WriteAsync(file.Key + ArchiveNames.Labels, file.ToJson(), stop);
        return (files, unknown);
    }
}
