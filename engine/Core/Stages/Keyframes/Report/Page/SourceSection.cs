using System.Globalization;
using System.Text;
using Sluice.Core.Archive;
using Sluice.Core.Archive.Catalog;
using static Sluice.Core.Stages.Keyframes.Report.Page.PageText;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>A source's part of a page.</summary>
internal static class SourceSection
{
    private static readonly string[] Sizes = ["tiny", "small", "medium", "large"];
    private static readonly string[] OutcomeOrder = ["archived", "candidate", "discarded", "superseded", "merged", "duplicate", "rejected_quality"];
    private static readonly Dictionary<string, string> OutcomeColors = new(StringComparer.Ordinal)
    {
        ["archived"] = "var(--kept)", ["merged"] = "var(--all)", ["superseded"] = "color-mix(in srgb,var(--all) 70%,var(--chance))", ["discarded"] = "var(--chance)",
        ["candidate"] = "var(--rule)", ["duplicate"] = "var(--rare)", ["rejected_quality"] = "var(--ink)",
    };

    public static void Write(StringBuilder html, ReportSource source, IReadOnlyList<CatalogEntry> shown, PageThumbnails thumbnails)
    {
        html.Append($"<section id=\"{Html(source.Source)}\"><h2>{Html(source.Source)}</h2>");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"about\">{(source.Reports.Count == 0 ? "no reports: what follows is told from the archive alone" : $"{source.Reports.Count} {(source.Reports.Count == 1 ? "period" : "periods")}")}</p>");
        Tiles(html, source);
        Timeline(html, source);
        Histograms(html, source);
        Surprising(html, source, thumbnails);
        Tables(html, source);
        Sheet(html, source, shown, thumbnails);
        html.Append("</section>");
    }

    private static void Tiles(StringBuilder html, ReportSource source)
    {
        html.Append("<div class=\"tiles\">");
        if (source.Offered > 0) ReportPage.Tile(html, Count(source.Offered), "frames seen");
        ReportPage.Tile(html, source.Budget > 0 ? $"{Count(source.Chosen)} / {Count(source.Budget)}" : Count(source.Chosen), source.Budget > 0 ? "chosen of the budget" : "keyframes");
        if (source.Offered > 0)
        {
            ReportPage.Tile(html, Percent(source.Mean(static period => period.Covered)), "of all appearance covered");
            ReportPage.Tile(html, Percent(source.Mean(static period => period.Rho)), "mean spread, of the reach");
            ReportPage.Tile(html, Percent(source.Mean(static period => period.Delta)), "largest spread, of the reach");
            if (source.Reach95 is { } near) ReportPage.Tile(html, Percent(near), "of the reach: 95 % have a keyframe that near");
            ReportPage.Tile(html, source.Vendi.ToString("0.0", CultureInfo.InvariantCulture), "different frames (Vendi)");
        }

        if (source.Repeats > 0) ReportPage.Tile(html, Count(source.Repeats), "candidates repeat other sources");
        if (source.Evicted > 0) ReportPage.Tile(html, string.Create(CultureInfo.InvariantCulture, $"{Count(source.Evicted)} / {source.EvictedLoss:0.###}"), "evicted, and the coverage lost");
        html.Append("</div>");
        var all = Math.Max(1, source.Outcomes.Values.Sum());
        if (source.Outcomes.Count == 0) return;
        html.Append("<div class=\"stack\" role=\"img\" aria-label=\"what became of all frames\">");
        foreach (var (name, count) in OutcomesOf(source))
            html.Append(CultureInfo.InvariantCulture, $"<i style=\"flex:{count};background:{OutcomeColors.GetValueOrDefault(name, "var(--soft)")}\" title=\"{Html(Word(name))}: {count}\"></i>");
        html.Append("</div><div class=\"key\">");
        foreach (var (name, count) in OutcomesOf(source))
            html.Append($"<span><i style=\"background:{OutcomeColors.GetValueOrDefault(name, "var(--soft)")}\"></i>{Html(Word(name))} {Count(count)} ({Percent(count / (double)all)})</span>");
        html.Append("</div>");
    }

    private static IEnumerable<(string Name, long Count)> OutcomesOf(ReportSource source)
        => source.Outcomes.Where(static one => one.Value > 0).OrderBy(static one => Array.IndexOf(OutcomeOrder, one.Key) is >= 0 and var place ? place : OutcomeOrder.Length)
            .Select(static one => (one.Key, one.Value));

    private static void Timeline(StringBuilder html, ReportSource source)
    {
        if (source.Entries.Count < 2) return;
        html.Append("<h3>When</h3><div class=\"panel\">");
        html.Append(Plots.Timeline([.. source.Entries.Select(static entry => (entry.Keyframe.CapturedAt, entry.Keyframe.StandsFor, KindOf(entry.Keyframe),
            $"{Time(entry.Keyframe.CapturedAt)}, stands for {Count(entry.Keyframe.StandsFor)}"))]));
        html.Append($"<div class=\"key\"><span>{Time(source.Entries[0].Keyframe.CapturedAt)}</span><span style=\"margin:0 auto\"><i style=\"background:var(--kept)\"></i>looks new <i style=\"background:var(--rare);margin-left:12px\"></i>rare <i style=\"background:var(--rule);margin-left:12px\"></i>a rule <i style=\"background:var(--chance);margin-left:12px\"></i>random; the taller, the more it stands for</span><span>{Time(source.Entries[^1].Keyframe.CapturedAt)}</span></div></div>");
    }

    private static void Histograms(StringBuilder html, ReportSource source)
    {
        html.Append("<h3>What it showed</h3><div class=\"key\">");
        if (source.All.Frames > 0) html.Append($"<span><i style=\"background:var(--all)\"></i>all {Count(source.All.Frames)} frames</span>");
        html.Append($"<span><i style=\"background:var(--kept)\"></i>the {Count(source.Archive.Frames)} kept</span>");
        if (source.Random.Frames > 0) html.Append($"<span><i style=\"background:var(--chance);height:3px;border-radius:0;vertical-align:3px\"></i>the {Count(source.Random.Frames)} drawn at random</span>");
        html.Append("</div><div class=\"plots\">");
        var (kept, chance) = (Divergence.Of(source.All, source.Archive), Divergence.Of(source.All, source.Random));
        Plot("class", "objects by class", Plots.Names(source.All, source.Random, source.Archive));
        Plot("count", "objects in a frame", Plots.Histogram("objects", source.All.Count, source.Random.Count, source.Archive.Count, i => i == source.All.Count.Length - 1 ? $"{i}+" : $"{i}"));
        Plot("size", "objects by size", Plots.Histogram("size", source.All.Size, source.Random.Size, source.Archive.Size, static i => Sizes[i]));
        Plot("confidence", "objects by confidence", Plots.Histogram("confidence", source.All.Confidence, source.Random.Confidence, source.Archive.Confidence, static i => $".{i}"));
        Plot("hour", "frames by hour", Plots.Histogram("hour", source.All.Hour, source.Random.Hour, source.Archive.Hour, static i => $"{i:00}"));
        Plot("luma", "frames by brightness", Plots.Histogram("luma", source.All.Luma, source.Random.Luma, source.Archive.Luma, static i => $"{i * 16}"));
        html.Append("</div>");

        void Plot(string name, string title, string svg)
        {
            var apart = kept.TryGetValue(name, out var bits) ? string.Create(CultureInfo.InvariantCulture, $"kept {bits:0.00}{(chance.TryGetValue(name, out var drawn) ? $" \u00b7 random {drawn:0.00}" : "")}") : "";
            html.Append($"<div class=\"plot\"><h4>{title}<small>{apart}</small></h4>{svg}</div>");
        }
    }

    private static void Surprising(StringBuilder html, ReportSource source, PageThumbnails thumbnails)
    {
        if (source.Surprising.Count == 0) return;
        html.Append("<h3>Most surprising</h3><div class=\"cells\">");
        foreach (var cell in source.Surprising)
        {
            // Of what was evicted since only the words are left.
            html.Append("<figure>");
            if (thumbnails.Find(cell.Key) is { } picture) html.Append($"<div class=\"shot\"><img src=\"{picture}\" alt=\"\"></div>");
            html.Append(CultureInfo.InvariantCulture, $"<figcaption><time>{Html(cell.Cell)}</time><span>{cell.Bits:0.0} bits: about once in {Count(Math.Pow(2, cell.Bits))} objects</span></figcaption></figure>");
        }

        html.Append("</div>");
    }

    private static void Tables(StringBuilder html, ReportSource source)
    {
        if (source.Triggers.Count + source.Duplicates.Count == 0) return;
        html.Append("<h3>Rules and repeats</h3><div class=\"side\">");
        if (source.Triggers.Count > 0)
        {
            html.Append("<div class=\"panel\"><table><tr><th>rule</th><th class=\"n\">fired</th><th class=\"n\">held back</th></tr>");
            foreach (var one in source.Triggers) html.Append($"<tr><td>{Html(Word(one.Name))}</td><td class=\"n\">{Count(one.Fired)}</td><td class=\"n\">{Count(one.Suppressed)}</td></tr>");
            html.Append("</table></div>");
        }

        if (source.Duplicates.Count > 0)
        {
            html.Append("<div class=\"panel\"><table><tr><th>repeats what</th><th class=\"n\">candidates</th></tr>");
            foreach (var one in source.Duplicates) html.Append($"<tr><td>{Html(one.Of)} showed</td><td class=\"n\">{Count(one.Frames)}</td></tr>");
            html.Append("</table></div>");
        }

        html.Append("</div>");
    }

    private static void Sheet(StringBuilder html, ReportSource source, IReadOnlyList<CatalogEntry> shown, PageThumbnails thumbnails)
    {
        if (shown.Count == 0) return;
        html.Append($"<h3>{(shown.Count == source.Entries.Count ? "The keyframes" : $"The {shown.Count} most valuable of {source.Entries.Count} keyframes")}</h3><div class=\"sheet\">");
        foreach (var entry in shown)
        {
            var known = entry.Keyframe;
            html.Append("<figure>");
            if (thumbnails.Find(known.Key) is { } picture)
            {
                html.Append($"<div class=\"shot\"><img src=\"{picture}\" alt=\"\" loading=\"lazy\"><svg viewBox=\"0 0 {known.Width} {known.Height}\" preserveAspectRatio=\"none\">");
                foreach (var box in entry.Boxes) html.Append($"<rect x=\"{Svg(box.Box.X1)}\" y=\"{Svg(box.Box.Y1)}\" width=\"{Svg(Math.Max(0, box.Box.Width))}\" height=\"{Svg(Math.Max(0, box.Box.Height))}\"><title>{Html(box.Label)} {Percent(box.Score)}</title></rect>");
                html.Append("</svg></div>");
            }

            html.Append($"<figcaption><time>{Time(known.CapturedAt)}</time><span>stands for {Count(known.StandsFor)} {(known.StandsFor <= 1 ? "frame" : "frames")}</span><br>");
            Chips(html, entry);
            html.Append("</figcaption></figure>");
        }

        html.Append("</div>");
    }

    private static void Chips(StringBuilder html, CatalogEntry entry)
    {
        var known = entry.Keyframe;
        if (known.IsRandom) Chip("random", "random");
        if (known.Trigger is { } rule) Chip("rule", Word(rule));
        foreach (var (name, value) in known.Reasons.Where(static one => one.Key is "coverage" or "tracks" or "episodes" && one.Value > 0.0005).OrderByDescending(static one => one.Value))
            Chip("", $"{name} {Percent(value)}");
        if (known.RareCell != null && known.Surprise >= 6) Chip("rare", "rare");
        if (entry.IsPinned) Chip("note", "pinned");
        if (entry.Corrected != null) Chip("note", "labelled");

        void Chip(string kind, string text) => html.Append($"<span class=\"chip {kind}\">{Html(text)}</span>");
    }

    private static string KindOf(ArchivedKeyframe known) => known.IsRandom ? "random" : known.Trigger != null ? "rule" : known.Surprise >= 6 ? "rare" : "kept";
}
