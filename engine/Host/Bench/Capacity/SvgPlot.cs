using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A plot of lines, as an SVG that needs nothing else; both axes begin at 0.</summary>
/// <param name="title">Above it.</param>
/// <param name="x">What runs to the right.</param>
/// <param name="y">What runs up.</param>
internal sealed class SvgPlot(string title, string x, string y)
{
    private const double Left = 64, Top = 48, Width = 560, Height = 280, Legend = 190;
    private readonly List<(string Name, string Color, IReadOnlyList<(double X, double Y)> Points, bool Dots, bool Right)> _lines = [];
    private readonly List<(string Name, string Color, double Y)> _levels = [];
    private (string Name, double X)? _mark;

    /// <summary>Adds a line; one on the right has a scale of its own.</summary>
    public void Line(string name, string color, IReadOnlyList<(double X, double Y)> points, bool dots = false, bool right = false) => _lines.Add((name, color, points, dots, right));

    /// <summary>Adds a level across the plot.</summary>
    public void Level(string name, string color, double at) => _levels.Add((name, color, at));

    /// <summary>Marks a place on the x axis.</summary>
    public void Mark(string name, double at) => _mark = (name, at);

    /// <summary>Draws it.</summary>
    public string Svg()
    {
        var text = new StringBuilder();
        var mostX = Ticks.End(_lines.SelectMany(static l => l.Points).Select(static p => p.X).DefaultIfEmpty(1).Max());
        var mostY = Ticks.End(_lines.Where(static l => !l.Right).SelectMany(static l => l.Points).Select(static p => p.Y).Concat(_levels.Select(static l => l.Y)).DefaultIfEmpty(1).Max());
        var mostRight = Ticks.End(_lines.Where(static l => l.Right).SelectMany(static l => l.Points).Select(static p => p.Y).DefaultIfEmpty(1).Max());
        var hasRight = _lines.Exists(static l => l.Right);
        Add(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + Legend + 40} {Top + Height + 56}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#333\">");
        Add(text, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{Left}\" y=\"24\" font-size=\"15\" font-weight=\"600\">{Escape(title)}</text>");
        foreach (var tick in Ticks.Of(mostX)) Add(text, $"<text x=\"{X(tick)}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{tick:0.###}</text>");
        foreach (var tick in Ticks.Of(mostY))
        {
            Add(text, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(tick, mostY)}\" y2=\"{Y(tick, mostY)}\" stroke=\"#e5e7ea\"/>");
            Add(text, $"<text x=\"{Left - 8}\" y=\"{Y(tick, mostY) + 4}\" text-anchor=\"end\">{tick:0.###}</text>");
        }

        foreach (var tick in hasRight ? Ticks.Of(mostRight) : []) Add(text, $"<text x=\"{Left + Width + 8}\" y=\"{Y(tick, mostRight) + 4}\">{tick:0.###}</text>");
        Add(text, $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 42}\" text-anchor=\"middle\">{Escape(x)}</text>");
        Add(text, $"<text transform=\"translate(16 {Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">{Escape(y)}</text>");
        if (_mark is { } mark)
        {
            Add(text, $"<line x1=\"{X(mark.X)}\" x2=\"{X(mark.X)}\" y1=\"{Top}\" y2=\"{Top + Height}\" stroke=\"#333\" stroke-dasharray=\"3 4\"/>");
            Add(text, $"<text x=\"{X(mark.X) + 4}\" y=\"{Top + 12}\">{Escape(mark.Name)}</text>");
        }

        var row = 0;
        foreach (var (name, color, at) in _levels)
        {
            Add(text, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(at, mostY)}\" y2=\"{Y(at, mostY)}\" stroke=\"{color}\" stroke-dasharray=\"6 4\"/>");
            Entry(name, color);
        }

        foreach (var (name, color, points, dots, right) in _lines)
        {
            var at = points.Select(p => (X: X(p.X), Y: Y(p.Y, right ? mostRight : mostY))).ToList();
            Add(text, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\" points=\"{string.Join(' ', at.Select(static p => Text($"{p.X:0.#},{p.Y:0.#}")))}\"/>");
            foreach (var (cx, cy) in dots ? at : []) Add(text, $"<circle cx=\"{cx:0.#}\" cy=\"{cy:0.#}\" r=\"3.5\" fill=\"{color}\"/>");
            Entry(name, color);
        }

        return text.Append("</svg>\n").ToString();

        double X(double value) => Left + (Width * value / mostX);

        void Entry(string name, string color)
        {
            var (left, top) = (Left + Width + 40, Top + 8 + (row++ * 20));
            Add(text, $"<line x1=\"{left}\" x2=\"{left + 16}\" y1=\"{top}\" y2=\"{top}\" stroke=\"{color}\" stroke-width=\"3\"/><text x=\"{left + 22}\" y=\"{top + 4}\">{Escape(name)}</text>");
        }
    }

    private static double Y(double value, double most) => Top + (Height * (1 - (value / most)));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder to, FormattableString text) => to.Append(Text(text)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
