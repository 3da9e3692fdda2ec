using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A plot of lines, as an SVG that needs nothing else; the y axes begin at 0.</summary>
/// <param name="title">Above it.</param>
/// <param name="x">What runs to the right.</param>
/// <param name="y">What runs up.</param>
internal sealed class SvgPlot(string title, string x, string y)
{
    private const double Left = 68, Right = 68, Top = 92, Width = 700, Height = 280, Bottom = 58, LetterWidth = 6.4;
    private const string Ink = "#24292f", Soft = "#6b7280", Grid = "#eceef1";
    private readonly List<(string Name, string Color, IReadOnlyList<(double X, double Y)> Points, bool Dots, bool Right, double Thick)> _lines = [];
    private readonly List<(string Name, string Color, IReadOnlyList<(double X, double Least, double Most)> Points)> _bands = [];
    private readonly List<(string Color, double X, double Least, double Most)> _spreads = [];
    private readonly List<(string Name, string Color, double Y)> _levels = [];
    private (string Name, double X)? _mark;

    /// <summary>Under the title; what the plot was measured with.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What runs up on the right; needed where a line is there.</summary>
    public string RightLabel { get; init; } = "";

    /// <summary>Whether each step to the right doubles x; it then begins at 1.</summary>
    public bool IsDoubling { get; init; }

    /// <summary>Adds a line; one on the right has a scale of its own. Of no thickness it is dots alone.</summary>
    public void Line(string name, string color, IReadOnlyList<(double X, double Y)> points, bool dots = false, bool right = false, double thick = 2) => _lines.Add((name, color, points, dots, right, thick));

    /// <summary>Adds an area between two lines.</summary>
    public void Band(string name, string color, IReadOnlyList<(double X, double Least, double Most)> points) => _bands.Add((name, color, points));

    /// <summary>Adds the spread of a point, from its least to its most.</summary>
    public void Spread(string color, double at, double least, double most) => _spreads.Add((color, at, least, most));

    /// <summary>Adds a level across the plot.</summary>
    public void Level(string name, string color, double at) => _levels.Add((name, color, at));

    /// <summary>Marks a place on the x axis.</summary>
    public void Mark(string name, double at) => _mark = (name, at);

    /// <summary>Draws it.</summary>
    public string Svg()
    {
        var text = new StringBuilder();
        var mostX = Math.Max(IsDoubling ? 2 : 1e-9, _lines.SelectMany(static l => l.Points).Select(static p => p.X).DefaultIfEmpty(1).Max());
        var mostY = Ticks.End(_lines.Where(static l => !l.Right).SelectMany(static l => l.Points).Select(static p => p.Y).Concat(_levels.Select(static l => l.Y)).Concat(_bands.SelectMany(static b => b.Points).Select(static p => p.Most))
            .Concat(_spreads.Select(static s => s.Most)).DefaultIfEmpty(1).Max());
        var mostRight = Ticks.EndBeside(_lines.Where(static l => l.Right).SelectMany(static l => l.Points).Select(static p => p.Y).DefaultIfEmpty(1).Max(), mostY);
        var hasRight = _lines.Exists(static l => l.Right);
        Add(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + Right} {Top + Height + Bottom}\" font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"12\" fill=\"{Ink}\">");
        Add(text, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><text x=\"{Left}\" y=\"28\" font-size=\"16\" font-weight=\"600\">{Escape(title)}</text>");
        if (Subtitle.Length > 0) Add(text, $"<text x=\"{Left}\" y=\"47\" fill=\"{Soft}\">{Escape(Subtitle)}</text>");
        foreach (var tick in IsDoubling ? Doublings(mostX) : Ticks.Of(mostX).Where(tick => tick <= mostX * 1.0001))
        {
            Add(text, $"<line x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"{Top + Height}\" y2=\"{Top + Height + 5}\" stroke=\"{Soft}\"/>");
            Add(text, $"<text x=\"{X(tick):0.#}\" y=\"{Top + Height + 20}\" text-anchor=\"middle\" fill=\"{Soft}\">{tick:0.###}</text>");
        }

        foreach (var tick in Ticks.Of(mostY))
        {
            Add(text, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(tick, mostY):0.#}\" y2=\"{Y(tick, mostY):0.#}\" stroke=\"{(tick == 0 ? Soft : Grid)}\"/>");
            Add(text, $"<text x=\"{Left - 10}\" y=\"{Y(tick, mostY) + 4:0.#}\" text-anchor=\"end\" fill=\"{Soft}\">{tick:0.###}</text>");
        }

        foreach (var tick in hasRight ? Ticks.Beside(mostRight, mostY) : []) Add(text, $"<text x=\"{Left + Width + 10}\" y=\"{Y(tick, mostRight) + 4:0.#}\" fill=\"{Soft}\">{tick:0.###}</text>");
        Add(text, $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 44}\" text-anchor=\"middle\">{Escape(x)}</text>");
        Add(text, $"<text transform=\"translate(18 {Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">{Escape(y)}</text>");
        if (hasRight) Add(text, $"<text transform=\"translate({Left + Width + Right - 12} {Top + (Height / 2)}) rotate(90)\" text-anchor=\"middle\">{Escape(RightLabel)}</text>");
        if (_mark is { } mark)
        {
            var isLate = X(mark.X) > Left + (Width * 0.85);
            Add(text, $"<line x1=\"{X(mark.X):0.#}\" x2=\"{X(mark.X):0.#}\" y1=\"{Top}\" y2=\"{Top + Height}\" stroke=\"{Ink}\" stroke-dasharray=\"2 4\"/>");
            Add(text, $"<text x=\"{X(mark.X) + (isLate ? -6 : 6):0.#}\" y=\"{Top + 14}\" text-anchor=\"{(isLate ? "end" : "start")}\" font-weight=\"600\">{Escape(mark.Name)}</text>");
        }

        var legend = Left;
        foreach (var (name, color, points) in _bands)
        {
            var edge = points.Select(p => (p.X, Y: p.Most)).Concat(points.Reverse().Select(static p => (p.X, Y: p.Least)));
            Add(text, $"<polygon fill=\"{color}\" fill-opacity=\"0.18\" points=\"{string.Join(' ', edge.Select(p => Text($"{X(p.X):0.#},{Y(Math.Max(0, p.Y), mostY):0.#}")))}\"/>");
            Entry(name, $"<rect x=\"{legend}\" y=\"61\" width=\"18\" height=\"10\" rx=\"2\" fill=\"{color}\" fill-opacity=\"0.25\"/>");
        }

        foreach (var (name, color, at) in _levels)
        {
            Add(text, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(at, mostY):0.#}\" y2=\"{Y(at, mostY):0.#}\" stroke=\"{color}\" stroke-width=\"1.5\" stroke-dasharray=\"6 5\"/>");
            Entry(name, $"<line x1=\"{legend}\" x2=\"{legend + 18}\" y1=\"66\" y2=\"66\" stroke=\"{color}\" stroke-width=\"1.5\" stroke-dasharray=\"6 5\"/>");
        }

        foreach (var (color, at, least, most) in _spreads)
            Add(text, $"<path d=\"M{X(at) - 4:0.#} {Y(least, mostY):0.#}h8m-4 0V{Y(most, mostY):0.#}m-4 0h8\" fill=\"none\" stroke=\"{color}\" stroke-opacity=\"0.6\" stroke-width=\"1.5\"/>");
        foreach (var (name, color, points, dots, right, thick) in _lines)
        {
            var at = points.Select(p => (X: X(p.X), Y: Y(p.Y, right ? mostRight : mostY))).ToList();
            if (thick > 0) Add(text, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"{thick}\" stroke-linejoin=\"round\" stroke-linecap=\"round\" points=\"{string.Join(' ', at.Select(static p => Text($"{p.X:0.#},{p.Y:0.#}")))}\"/>");
            foreach (var (cx, cy) in dots ? at : []) Add(text, $"<circle cx=\"{cx:0.#}\" cy=\"{cy:0.#}\" r=\"4\" fill=\"{color}\" stroke=\"#fff\" stroke-width=\"1.5\"/>");
            Entry(name, thick > 0 ? $"<line x1=\"{legend}\" x2=\"{legend + 18}\" y1=\"66\" y2=\"66\" stroke=\"{color}\" stroke-width=\"3\" stroke-linecap=\"round\"/>" : $"<circle cx=\"{legend + 9}\" cy=\"66\" r=\"4\" fill=\"{color}\"/>");
        }

        return text.Append("</svg>\n").ToString();

        // Room for a dot at either end.
        double X(double value) => IsDoubling ? Left + 20 + ((Width - 40) * Math.Log2(Math.Max(1, value)) / Math.Log2(mostX)) : Left + ((Width - 12) * value / mostX);

        void Entry(string name, string sample)
        {
            Add(text, $"{sample}<text x=\"{legend + 25}\" y=\"70\">{Escape(name)}</text>");
            legend += 25 + (name.Length * LetterWidth) + 24;
        }
    }

    private static IEnumerable<double> Doublings(double most)
    {
        for (var at = 1.0; at < most; at *= 2) yield return at;
        yield return most;
    }

    private static double Y(double value, double most) => Top + (Height * (1 - (value / most)));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder to, FormattableString text) => to.Append(Text(text)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
