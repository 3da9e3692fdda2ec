using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Where a frame, or the part of it that was asked for, lies in a model's input, and so how boxes go back.</summary>
/// <param name="FrameWidth">Columns of the whole displayed frame.</param>
/// <param name="FrameHeight">Rows of the whole displayed frame.</param>
/// <param name="Left">First column of the input that shows the frame.</param>
/// <param name="Top">First row of the input that shows the frame.</param>
/// <param name="Width">Columns of the input that show the frame, at least 1.</param>
/// <param name="Height">Rows of the input that show the frame, at least 1.</param>
/// <param name="ScaleX">Input pixels a frame pixel, before the size was rounded.</param>
/// <param name="ScaleY">Input pixels a frame pixel, before the size was rounded.</param>
/// <param name="AreaX">First column of the frame that is shown.</param>
/// <param name="AreaY">First row of the frame that is shown.</param>
internal readonly record struct Placement(
    int FrameWidth, int FrameHeight, int Left, int Top, int Width, int Height, double ScaleX, double ScaleY, int AreaX = 0, int AreaY = 0)
{
    /// <summary>Fits a frame into an input.</summary>
    /// <param name="width">Columns of the displayed frame.</param>
    /// <param name="height">Rows of the displayed frame.</param>
    /// <param name="layout">The input.</param>
    public static Placement Of(int width, int height, InputLayout layout)
    {
        var (scaleX, scaleY) = (layout.Width / (double)width, layout.Height / (double)height);
        if (layout.Letterbox == Letterbox.Stretch)
            return new(width, height, 0, 0, layout.Width, layout.Height, scaleX, scaleY);

        var scale = Math.Min(scaleX, scaleY);
        // Exporters round half to even, as Python's round does.
        var (shownWidth, shownHeight) = layout.Letterbox == Letterbox.TopLeft
            ? ((int)(width * scale), (int)(height * scale))
            : ((int)Math.Round(width * scale), (int)Math.Round(height * scale));
        (shownWidth, shownHeight) = (Math.Clamp(shownWidth, 1, layout.Width), Math.Clamp(shownHeight, 1, layout.Height));
        return layout.Letterbox == Letterbox.TopLeft
            ? new(width, height, 0, 0, shownWidth, shownHeight, scale, scale)
            : new(width, height, (layout.Width - shownWidth) / 2, (layout.Height - shownHeight) / 2, shownWidth, shownHeight, scale, scale);
    }

    /// <summary>Fits a part of a frame into an input.</summary>
    /// <param name="area">The part.</param>
    /// <param name="frameWidth">Columns of the whole displayed frame.</param>
    /// <param name="frameHeight">Rows of the whole displayed frame.</param>
    /// <param name="layout">The input.</param>
    public static Placement Of(PictureArea area, int frameWidth, int frameHeight, InputLayout layout) => Of(area.Width, area.Height, layout) with
    {
        FrameWidth = frameWidth,
        FrameHeight = frameHeight,
        AreaX = area.X,
        AreaY = area.Y,
    };

    /// <summary>A box in pixels of the input as pixels of the whole displayed frame, clipped to it.</summary>
    /// <param name="box">In pixels of the model's input.</param>
    public BoundingBox ToFrame(BoundingBox box) => new BoundingBox(
        (float)(((box.X1 - Left) / ScaleX) + AreaX), (float)(((box.Y1 - Top) / ScaleY) + AreaY),
        (float)(((box.X2 - Left) / ScaleX) + AreaX), (float)(((box.Y2 - Top) / ScaleY) + AreaY)).Clip(FrameWidth, FrameHeight);
}
