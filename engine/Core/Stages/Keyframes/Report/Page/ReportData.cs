using System.Text.Json;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>What a page tells of.</summary>
/// <param name="Name">The archive.</param>
/// <param name="Sources">Sources in the order of their names.</param>
/// <param name="Damaged">Reports that cannot be read.</param>
internal sealed record ReportData(string Name, IReadOnlyList<ReportSource> Sources, IReadOnlyList<string> Damaged)
{
    /// <summary>Reads an archive.</summary>
    /// <param name="catalog">The archive.</param>
    /// <param name="filter">Which keyframes; its sources and times choose the reports too.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<ReportData> ReadAsync(ArchiveCatalog catalog, CatalogFilter filter, CancellationToken stop)
    {
        var reports = new List<KeyframeReport>();
        var damaged = new List<string>();
        await foreach (var file in catalog.Place.ListAsync(stop))
        {
            if (file.Name.Split('/') is not [_, _, KeyframeReport.FileName] || await catalog.Place.ReadAsync(file.Name, stop) is not { } json) continue;
            try
            {
                var report = KeyframeReport.Parse(json);
                if (Holds(filter, report.Period)) reports.Add(report);
            }
            catch (JsonException fault)
            {
                damaged.Add($"{file.Name}: {fault.Message}");
            }
        }

        var entries = (await catalog.FindAsync(filter, stop)).ToLookup(static entry => entry.Keyframe.Source);
        var known = reports.ToLookup(static report => report.Period.Source);
        var sources = known.Select(static group => group.Key).Union(entries.Select(static group => group.Key)).Order(StringComparer.Ordinal)
            .Select(source => new ReportSource(source, [.. known[source].OrderBy(static report => report.Period.From)], [.. entries[source]])).ToList();
        return new(catalog.Place.Name, sources, damaged);
    }

    private static bool Holds(CatalogFilter filter, PeriodFigures period)
        => (filter.Sources.Count == 0 || filter.Sources.Contains(period.Source) || filter.Sources.Contains(PictureKeys.Folder(period.Source)))
            && (filter.Since is not { } since || period.To >= since) && (filter.Until is not { } until || period.From < until);
}
