using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render;

/// <summary>Canvases over FFmpeg's frames.</summary>
internal static class AvCanvas
{
    /// <summary>A canvas over a frame's own pixels.</summary>
    /// <param name="frame">Of a format that <see cref="YuvCanvas.CanDraw"/> allows; nobody shares its pixels.</param>
    public static YuvCanvas Over(AvFrame frame)
    {
        var planar = frame.PlaneCount == 3;
        return new(AvPicture.FormatNamed(frame.Format.Name), frame.Width, frame.Height,
            frame.WritablePlane(0), frame.Stride(0),
            frame.WritablePlane(1), frame.Stride(1),
            planar ? frame.WritablePlane(2) : [], planar ? frame.Stride(2) : 0);
    }
}
