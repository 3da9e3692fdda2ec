using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Bars to the right, one a name, as an SVG that needs nothing else.</summary>
/// <param name="title">Above them.</param>
/// <param name="unit">Of the values.</param>
internal sealed class SvgBars(string title, string unit)
{
    private const double Left = 140, Top = 44, Width = 480, Row = 26;
    private readonly List<(string Name, double Value)> _bars = [];

    /// <summary>Adds a bar.</summary>
    public void Bar(string name, double value) => _bars.Add((name, value));

    /// <summary>Draws them.</summary>
    public string Svg()
    {
        var text = new StringBuilder();
        var most = Math.Max(1e-9, _bars.Select(static b => b.Value).DefaultIfEmpty(1).Max());
        Add(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 90} {Top + (_bars.Count * Row) + 14}\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"#24292f\">");
        Add(text, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"600\">{WebUtility.HtmlEncode(title)}</text>");
        foreach (var (i, (name, value)) in _bars.Index())
        {
            var at = Top + (i * Row);
            Add(text, $"<text x=\"{Left - 8}\" y=\"{at + 15}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>");
            Add(text, $"<rect x=\"{Left}\" y=\"{at + 2}\" width=\"{Width * value / most:0.#}\" height=\"{Row - 8}\" rx=\"2\" fill=\"#2f6fdb\"/><text x=\"{Left + (Width * value / most) + 6:0.#}\" y=\"{at + 15}\">{value:0.0} {unit}</text>");
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Add(StringBuilder to, FormattableString text) => to.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
