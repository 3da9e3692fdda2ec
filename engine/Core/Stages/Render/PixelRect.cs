namespace Sluice.Core.Stages.Render;

/// <summary>Whole pixels: <c>X1 &lt;= x &lt; X2</c>, <c>Y1 &lt;= y &lt; Y2</c>; may lie outside of the picture.</summary>
/// <param name="X1">First column.</param>
/// <param name="Y1">First row.</param>
/// <param name="X2">Column after the last.</param>
/// <param name="Y2">Row after the last.</param>
internal readonly record struct PixelRect(int X1, int Y1, int X2, int Y2)
{
    /// <summary>Columns.</summary>
    public int Width => X2 - X1;

    /// <summary>Rows.</summary>
    public int Height => Y2 - Y1;

    /// <summary>Whether it covers no pixel.</summary>
    public bool IsEmpty => X2 <= X1 || Y2 <= Y1;

    /// <summary>Whether two share a pixel.</summary>
    /// <param name="other">The other.</param>
    public bool Overlaps(in PixelRect other) => X1 < other.X2 && other.X1 < X2 && Y1 < other.Y2 && other.Y1 < Y2;

    /// <summary>The part inside a picture.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    public PixelRect Clip(int width, int height)
        => new(Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));
}
