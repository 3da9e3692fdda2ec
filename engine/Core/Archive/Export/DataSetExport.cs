using System.Text;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Sinks.Media;

namespace Sluice.Core.Archive.Export;

/// <summary>Writes keyframes as a data set: pictures below images/train and images/val, labels in one of the formats, and where each came from in lineage.jsonl.</summary>
internal static class DataSetExport
{
    private static readonly string[] Sides = ["train", "val"];

    /// <summary>Writes a data set.</summary>
    /// <param name="catalog">The archive.</param>
    /// <param name="entries">The keyframes.</param>
    /// <param name="folder">Absolute; empty or missing.</param>
    /// <param name="format">Its form.</param>
    /// <param name="share">Share for validation.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>What was written.</returns>
    public static async Task<List<ExportItem>> WriteAsync(
        ArchiveCatalog catalog, IReadOnlyList<CatalogEntry> entries, string folder, ExportFormat format, double share, int seed, DateTimeOffset now, CancellationToken stop)
    {
        var split = DataSplit.Of(entries, share, seed);
        var items = new List<ExportItem>();
        foreach (var side in Sides) Directory.CreateDirectory(Path.Combine(folder, "images", side));
        for (var at = 0; at < entries.Count; at++)
        {
            var item = new ExportItem(entries[at], split[at]);
            // An engine may have evicted it meanwhile.
            if (await catalog.Place.ReadAsync(entries[at].Keyframe.Key + ArchiveNames.Picture, stop) is not { } jpeg) continue;
            await WholeFile.WriteAsync(Path.Combine(folder, "images", item.Side, item.Name + ".jpg"), jpeg, stop);
            items.Add(item);
        }

        var labels = LabelsOf(items);
        switch (format)
        {
            case ExportFormat.Coco:
                foreach (var side in Sides) await WriteAsync(Path.Combine(folder, "annotations", $"instances_{side}.json"), CocoFile.Of([.. items.Where(item => item.Side == side)], labels, now));
                break;
            case ExportFormat.Datumaro:
                foreach (var side in Sides) await WriteAsync(Path.Combine(folder, "annotations", $"{side}.json"), DatumaroFile.Of([.. items.Where(item => item.Side == side)], labels));
                break;
            case ExportFormat.Cvat:
                await WriteAsync(Path.Combine(folder, "annotations.xml"), CvatFile.Of(items, labels, now));
                break;
            default:
                foreach (var item in items) await WriteAsync(Path.Combine(folder, "labels", item.Side, item.Name + ".txt"), Encoding.UTF8.GetBytes(YoloFiles.LabelsOf(item.Entry, labels)));
                await WriteAsync(Path.Combine(folder, "data.yaml"), Encoding.UTF8.GetBytes(YoloFiles.DataOf(labels)));
                break;
        }

        await WriteAsync(Path.Combine(folder, "lineage.jsonl"), LineageFile.Of(items));
        return items;

        async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WholeFile.WriteAsync(path, bytes, stop);
        }
    }

    /// <summary>All classes: those of the model in its order, then those that annotators added.</summary>
    public static List<string> LabelsOf(IEnumerable<ExportItem> items)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            foreach (var box in item.Entry.Keyframe.Boxes) order.TryAdd(box.Label, box.ClassId);
            foreach (var box in item.Entry.Boxes) order.TryAdd(box.Label, int.MaxValue);
        }

        return [.. order.OrderBy(static one => one.Value).ThenBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Key)];
    }
}
