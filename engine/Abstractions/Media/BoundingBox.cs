namespace Sluice.Abstractions;

/// <summary>A box in pixels of the displayed frame, that is after the rotation in the metadata.</summary>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Top edge.</param>
/// <param name="X2">Right edge, at least <paramref name="X1"/>.</param>
/// <param name="Y2">Bottom edge, at least <paramref name="Y1"/>.</param>
public readonly record struct BoundingBox(float X1, float Y1, float X2, float Y2)
{
    /// <summary>Columns covered.</summary>
    public float Width => X2 - X1;

    /// <summary>Rows covered.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Pixels covered; 0 for an empty box.</summary>
    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>Intersection over union, 0 to 1; 0 when both are empty.</summary>
    /// <param name="other">The other box.</param>
    public float IoU(in BoundingBox other)
    {
        var width = Math.Min(X2, other.X2) - Math.Max(X1, other.X1);
        var height = Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1);
        if (width <= 0 || height <= 0) return 0;
        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }

    /// <summary>The part inside a picture.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    public BoundingBox Clip(float width, float height) => new(
        Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));
}
