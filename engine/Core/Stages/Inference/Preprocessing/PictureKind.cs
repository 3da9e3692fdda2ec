using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>What pictures must share to be resampled alike.</summary>
internal readonly record struct PictureKind(
    int Width, int Height, int Rotation, PixelFormat Format, ColorRange Range, ColorMatrix Matrix)
{
    /// <summary>The kind of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rotation">Degrees to turn it clockwise for display.</param>
    public static PictureKind Of(Picture picture, int rotation)
        => new(picture.Width, picture.Height, rotation, picture.Format, picture.Range, picture.Matrix);

    /// <summary>Whether a coded row becomes a displayed column.</summary>
    public bool Turned => Rotation is 90 or 270;

    /// <summary>All of the displayed frame.</summary>
    public PictureArea Whole => Turned ? new(0, 0, Height, Width) : new(0, 0, Width, Height);

    /// <summary>A part of the displayed frame as a part of the coded picture.</summary>
    /// <param name="area">The part.</param>
    public PictureArea Coded(PictureArea area) => Rotation switch
    {
        90 => new(area.Y, Height - area.X - area.Width, area.Height, area.Width),
        180 => new(Width - area.X - area.Width, Height - area.Y - area.Height, area.Width, area.Height),
        270 => new(Width - area.Y - area.Height, area.X, area.Height, area.Width),
        _ => area,
    };
}
