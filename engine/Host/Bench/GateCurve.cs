using System.Globalization;
using System.Text;

namespace Sluice.Host.Bench;

/// <summary>Draws what <see cref="GateBench"/> found as an SVG: decode CPU against tracks caught, one line a group of clips.</summary>
internal static class GateCurve
{
    private const double Left = 70, Top = 46, Width = 560, Height = 300;
    private static readonly double[] Most = [0.25, 0.5, 1, 2], Lowest = [0.95, 0.9, 0.75, 0.5, 0];
    private static readonly string[] Colors = ["#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#57606a"];

    /// <summary>Draws.</summary>
    /// <param name="lines">For each line its name, and its points: sensitivity, part of the CPU of decoding everything, part of the tracks caught.</param>
    public static string Svg(IReadOnlyList<(string Name, IReadOnlyList<(double Sensitivity, double Cpu, double Caught)> Points)> lines)
    {
        var lowest = lines.SelectMany(static l => l.Points).Select(static p => p.Caught).DefaultIfEmpty(1).Min();

        // Six ticks each, at round percents.
        var most = Most.First(m => m >= lines.SelectMany(static l => l.Points).Select(static p => p.Cpu).DefaultIfEmpty(1).Max() || m == Most[^1]);
        lowest = Lowest.First(l => l <= lowest);
        var text = new StringBuilder();
        Add(text, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 170} {Top + Height + 60}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(text, $"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><text x=\"{Left}\" y=\"22\" font-size=\"15\">gate: activity — decode CPU against tracks caught, by sensitivity</text>");
        for (var i = 0; i <= 5; i++)
        {
            var (x, y) = (Left + (Width * i / 5), Top + (Height * i / 5));
            Add(text, $"<line x1=\"{x}\" y1=\"{Top}\" x2=\"{x}\" y2=\"{Top + Height}\" stroke=\"#e0e0e0\"/><line x1=\"{Left}\" y1=\"{y}\" x2=\"{Left + Width}\" y2=\"{y}\" stroke=\"#e0e0e0\"/>");
            Add(text, $"<text x=\"{x}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{most * i / 5:0 %}</text>");
            Add(text, $"<text x=\"{Left - 8}\" y=\"{y + 4}\" text-anchor=\"end\">{1 - ((1 - lowest) * i / 5):0.# %}</text>");
        }

        Add(text, $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 42}\" text-anchor=\"middle\">decode CPU, part of decoding everything</text>");
        Add(text, $"<text transform=\"translate(18 {Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">tracks caught within 1 s</text>");
        for (var i = 0; i < lines.Count; i++)
        {
            var color = Colors[i % Colors.Length];
            var at = lines[i].Points.Select(p => (X: Left + (Width * p.Cpu / most), Y: Top + (Height * (1 - p.Caught) / (1 - lowest)), p.Sensitivity)).ToList();
            Add(text, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{string.Join(' ', at.Select(p => Text($"{p.X:0.#},{p.Y:0.#}")))}\"/>");
            foreach (var (x, y, sensitivity) in at)
            {
                Add(text, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{(sensitivity == 1 ? 5 : 3)}\" fill=\"{color}\"/>");
                Add(text, $"<text x=\"{x + 5:0.#}\" y=\"{y + 14 + (i * 11):0.#}\" font-size=\"10\" fill=\"{color}\">{sensitivity:0.##}</text>");
            }

            Add(text, $"<text x=\"{Left + Width + 14}\" y=\"{Top + 14 + (i * 18)}\" fill=\"{color}\">{lines[i].Name}</text>");
        }

        Add(text, $"<text x=\"{Left + Width + 14}\" y=\"{Top + Height}\" font-size=\"10\">large dot: the default, 1</text>");
        text.Append("</svg>\n");
        return text.ToString();
    }

    private static void Add(StringBuilder to, FormattableString text) => to.Append(Text(text)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
