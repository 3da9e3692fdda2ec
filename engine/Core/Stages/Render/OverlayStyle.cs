namespace Sluice.Core.Stages.Render;

/// <summary>The measures that suit one picture, in pixels.</summary>
/// <param name="Line">Width of a box's line.</param>
/// <param name="Pad">Between a chip's edge and its text, left and right.</param>
/// <param name="Face">The font.</param>
internal readonly record struct OverlayStyle(int Line, int Pad, GlyphFace Face)
{
    // Chosen by eye at 360, 720 and 1080 rows: 2, 2 and 4 pixels of line, text of 10, 18 and 28.
    private const double RowsALine = 300;
    private const double RowsAnEm = 40;
    private const double SmallestEm = 11;

    /// <summary>Rows of a chip: a tall letter and a descender, and room above and below.</summary>
    public int ChipHeight(int grid) => Snap(Face.AscentPx + Face.DescentPx + Math.Max(2, Face.SizePx / 4), grid);

    /// <summary>Columns of a chip around a text.</summary>
    public int ChipWidth(ReadOnlySpan<char> text, int grid) => Snap(Face.Measure(text) + (2 * Pad), grid);

    /// <summary>Rows from a chip's top to its text's baseline; letters and digits look centred without their descenders.</summary>
    public int Baseline(int grid) => ((ChipHeight(grid) - Face.AscentPx - (Face.DescentPx / 2)) / 2) + Face.AscentPx;

    /// <summary>The style of a picture.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="grid">Pixels that share a chroma sample; lines are whole multiples unless the options say otherwise.</param>
    /// <param name="options">The stage's options.</param>
    public static OverlayStyle For(int width, int height, int grid, RenderOptions options)
    {
        // A portrait picture is judged by its width: its labels have no more room than a landscape one's.
        var rows = Math.Min(height, width);
        var line = options.LineWidth ?? Math.Max(2, grid * (int)Math.Round(rows / RowsALine / grid, MidpointRounding.AwayFromZero));
        var face = GlyphAtlas.Nearest(Math.Max(SmallestEm, rows / RowsAnEm) * options.FontScale);
        return new(line, Math.Max(2, face.SizePx / 4), face);
    }

    /// <summary>Rounds up to a multiple.</summary>
    internal static int Snap(int value, int grid) => (value + grid - 1) / grid * grid;
}
