using System.Text;
using static Sluice.Core.Stages.Keyframes.Report.Page.PageText;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>Drawings of a page: inline SVG whose colours are the page's.</summary>
internal static class Plots
{
    private const double Width = 340, Height = 132, Floor = 108, Top = 8;

    /// <summary>Shares of all frames, of the random tenth and of the archive side by side: broad bars, dashes, narrow bars.</summary>
    /// <param name="title">What for those who do not see it.</param>
    /// <param name="all">Counts.</param>
    /// <param name="random">Counts, as many.</param>
    /// <param name="archive">Counts, as many.</param>
    /// <param name="label">The text below a bin; empty for none.</param>
    public static string Histogram(string title, IReadOnlyList<long> all, IReadOnlyList<long> random, IReadOnlyList<long> archive, Func<int, string> label)
    {
        double[] a = Shares(all), r = Shares(random), k = Shares(archive);
        var most = Math.Max(a.Concat(r).Concat(k).Max(), 1e-9);
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Svg(Width)} {Svg(Height)}\" role=\"img\" aria-label=\"{Html(title)}\"><line class=\"axis\" x1=\"0\" x2=\"{Svg(Width)}\" y1=\"{Svg(Floor)}\" y2=\"{Svg(Floor)}\"/>");
        var step = Width / all.Count;
        for (var i = 0; i < all.Count; i++)
        {
            var left = i * step;
            var tip = $"<title>{Html(label(i) is { Length: > 0 } text ? text : $"{title} {i}")}: all {Percent(a[i])}, random {Percent(r[i])}, archive {Percent(k[i])}</title>";
            svg.Append("<g>").Append(tip);
            svg.Append(Bar("all", left + (step * 0.08), step * 0.84, a[i] / most));
            svg.Append(Bar("kept", left + (step * 0.3), step * 0.4, k[i] / most));
            if (r[i] > 0)
            {
                var y = Floor - ((Floor - Top) * r[i] / most);
                svg.Append($"<line class=\"chance\" x1=\"{Svg(left + (step * 0.08))}\" x2=\"{Svg(left + (step * 0.92))}\" y1=\"{Svg(y)}\" y2=\"{Svg(y)}\"/>");
            }

            svg.Append("</g>");
            if (label(i).Length > 0 && ShowsLabel(i, all.Count)) svg.Append($"<text x=\"{Svg(left + (step / 2))}\" y=\"{Svg(Floor + 16)}\" text-anchor=\"middle\">{Html(label(i))}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The same for names, lying down.</summary>
    public static string Names(FrameTally all, FrameTally random, FrameTally archive)
    {
        var labels = all.Class.Keys.Union(archive.Class.Keys).OrderByDescending(label => all.Class.GetValueOrDefault(label) + archive.Class.GetValueOrDefault(label))
            .ThenBy(static label => label, StringComparer.Ordinal).Take(7).ToList();
        if (labels.Count == 0) return "<p class=\"none\">no objects</p>";
        double Share(FrameTally of, string label) => of.Objects > 0 ? of.Class.GetValueOrDefault(label) / (double)of.Objects : 0;
        var most = labels.Max(label => Math.Max(Share(all, label), Math.Max(Share(archive, label), Share(random, label))));
        var (row, left) = (18.0, 104.0);
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Svg(Width)} {Svg(Math.Max(Height, row * labels.Count))}\" role=\"img\" aria-label=\"classes\">");
        for (var i = 0; i < labels.Count; i++)
        {
            var (y, label) = (i * row, labels[i]);
            double Long(FrameTally of) => (Width - left) * Share(of, label) / Math.Max(most, 1e-9);
            svg.Append($"<g><title>{Html(label)}: all {Percent(Share(all, label))}, random {Percent(Share(random, label))}, archive {Percent(Share(archive, label))}</title>");
            svg.Append($"<text x=\"{Svg(left - 8)}\" y=\"{Svg(y + 12.5)}\" text-anchor=\"end\">{Html(label.Length > 15 ? label[..14] + "\u2026" : label)}</text>");
            svg.Append($"<rect class=\"all\" x=\"{Svg(left)}\" y=\"{Svg(y + 2)}\" width=\"{Svg(Long(all))}\" height=\"13\" rx=\"2\"/><rect class=\"kept\" x=\"{Svg(left)}\" y=\"{Svg(y + 5.5)}\" width=\"{Svg(Long(archive))}\" height=\"6\" rx=\"2\"/>");
            if (Share(random, label) > 0) svg.Append($"<line class=\"chance\" x1=\"{Svg(left + Long(random))}\" x2=\"{Svg(left + Long(random))}\" y1=\"{Svg(y + 2)}\" y2=\"{Svg(y + 15)}\"/>");
            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>When keyframes were taken: a mark each, taller for those that stand for more.</summary>
    public static string Timeline(IReadOnlyList<(DateTimeOffset At, double StandsFor, string Class, string Title)> marks)
    {
        if (marks.Count == 0) return "";
        const double width = 1000, height = 64, floor = 44;
        var (first, last) = (marks[0].At, marks[^1].At);
        var span = Math.Max(1, (last - first).TotalSeconds);
        var most = Math.Max(1, marks.Max(static mark => mark.StandsFor));
        var svg = new StringBuilder($"<svg class=\"timeline\" viewBox=\"0 0 {Svg(width)} {Svg(height)}\" role=\"img\" aria-label=\"when keyframes were taken\" preserveAspectRatio=\"none\"><line class=\"axis\" x1=\"0\" x2=\"{Svg(width)}\" y1=\"{Svg(floor)}\" y2=\"{Svg(floor)}\"/>");
        foreach (var (at, standsFor, kind, title) in marks)
        {
            var x = 4 + ((width - 8) * ((at - first).TotalSeconds / span));
            var tall = 8 + (32 * Math.Sqrt(standsFor / most));
            svg.Append($"<line class=\"{kind}\" x1=\"{Svg(x)}\" x2=\"{Svg(x)}\" y1=\"{Svg(floor - tall)}\" y2=\"{Svg(floor)}\"><title>{Html(title)}</title></line>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static double[] Shares(IReadOnlyList<long> counts)
    {
        var sum = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => count / (double)sum)];
    }

    private static bool ShowsLabel(int at, int count) => count <= 12 || at % (count / 6) == 0;

    private static string Bar(string kind, double left, double width, double share)
        => $"<rect class=\"{kind}\" x=\"{Svg(left)}\" y=\"{Svg(Floor - ((Floor - Top) * share))}\" width=\"{Svg(width)}\" height=\"{Svg((Floor - Top) * share)}\" rx=\"2\"/>";
}
