using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Where a frame lies in a model's input, and so how boxes go back.</summary>
/// <param name="FrameWidth">Columns of the displayed frame.</param>
/// <param name="FrameHeight">Rows of the displayed frame.</param>
/// <param name="Left">First column of the input that shows the frame.</param>
/// <param name="Top">First row of the input that shows the frame.</param>
/// <param name="Width">Columns of the input that show the frame, at least 1.</param>
/// <param name="Height">Rows of the input that show the frame, at least 1.</param>
/// <param name="ScaleX">Input pixels a frame pixel, before the size was rounded.</param>
/// <param name="ScaleY">Input pixels a frame pixel, before the size was rounded.</param>
internal readonly record struct Placement(
    int FrameWidth, int FrameHeight, int Left, int Top, int Width, int Height, double ScaleX, double ScaleY)
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

    /// <summary>A box in pixels of the input as pixels of the displayed frame, clipped to it.</summary>
    /// <param name="box">In pixels of the model's input.</param>
    public BoundingBox ToFrame(BoundingBox box) => new BoundingBox(
        (float)((box.X1 - Left) / ScaleX), (float)((box.Y1 - Top) / ScaleY),
        (float)((box.X2 - Left) / ScaleX), (float)((box.Y2 - Top) / ScaleY)).Clip(FrameWidth, FrameHeight);
}
