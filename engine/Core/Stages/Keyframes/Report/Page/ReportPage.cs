using System.Globalization;
using System.Text;
using Sluice.Core.Archive.Catalog;
using static Sluice.Core.Stages.Keyframes.Report.Page.PageText;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>A page on an archive: what was seen, what was kept of it, and the keyframes themselves. One file that needs nothing else.</summary>
internal static class ReportPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="catalog">The archive.</param>
    /// <param name="data">What it tells of.</param>
    /// <param name="pictures">Most keyframes shown of each source: those that are worth most.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<string> OfAsync(ArchiveCatalog catalog, ReportData data, int pictures, DateTimeOffset now, CancellationToken stop)
    {
        using var thumbnails = new PageThumbnails();
        foreach (var source in data.Sources)
        {
            foreach (var entry in Shown(source, pictures)) await thumbnails.MakeAsync(catalog, entry.Keyframe.Key, stop);
            foreach (var cell in source.Surprising) await thumbnails.MakeAsync(catalog, cell.Key, stop);
        }

        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>Keyframes</title><style>");
        html.Append(PageStyle.Css).Append("</style></head><body><main>");
        Head(html, data);
        foreach (var source in data.Sources) SourceSection.Write(html, source, Shown(source, pictures), thumbnails);
        html.Append(CultureInfo.InvariantCulture, $"<footer>Made {Time(now)} UTC. All times are UTC. Divergences are Jensen-Shannon, in bits: 0 is the same, 1 is nothing in common.</footer></main></body></html>\n");
        return html.ToString();
    }

    private static List<CatalogEntry> Shown(ReportSource source, int most)
        => [.. source.Entries.OrderByDescending(static entry => entry.Keyframe.Loss).Take(most).OrderBy(static entry => entry.Keyframe.CapturedAt)];

    private static void Head(StringBuilder html, ReportData data)
    {
        var entries = data.Sources.SelectMany(static source => source.Entries).ToList();
        var offered = data.Sources.Sum(static source => source.Offered);
        var times = data.Sources.SelectMany(static source => source.Reports).SelectMany(static report => new[] { report.Period.From, report.Period.To })
            .Concat(entries.Select(static entry => entry.Keyframe.CapturedAt)).Order().ToList();
        html.Append("<header><h1>Keyframes</h1><p>").Append(Html(data.Name));
        if (times.Count > 0) html.Append(" \u00b7 ").Append(Time(times[0])).Append(" to ").Append(Time(times[^1]));
        html.Append("</p>");
        if (data.Sources.Count > 1)
        {
            html.Append("<nav>");
            foreach (var source in data.Sources) html.Append($"<a href=\"#{Html(source.Source)}\">{Html(source.Source)}</a>");
            html.Append("</nav>");
        }

        html.Append("</header><div class=\"tiles\">");
        if (offered > 0) Tile(html, Count(offered), "frames seen");
        Tile(html, Count(entries.Count), "keyframes in the archive");
        if (offered > 0 && entries.Count > 0) Tile(html, $"1 in {Count(offered / (double)Math.Max(1, data.Sources.Sum(static source => source.Chosen)))}", "frames kept");
        Tile(html, Size(entries.Sum(static entry => entry.Bytes)), "in the archive");
        Tile(html, Count(data.Sources.Count), data.Sources.Count == 1 ? "source" : "sources");
        var labelled = entries.Count(static entry => entry.Corrected != null);
        if (labelled > 0) Tile(html, Count(labelled), "labelled by people");
        html.Append("</div>");
        if (data.Sources.Count == 0) html.Append("<p class=\"none\">Nothing is in this archive yet, or nothing of what was asked for.</p>");
    }

    /// <summary>A figure and what it is.</summary>
    public static void Tile(StringBuilder html, string figure, string about) => html.Append($"<div class=\"tile\"><b>{figure}</b><span>{Html(about)}</span></div>");
}
