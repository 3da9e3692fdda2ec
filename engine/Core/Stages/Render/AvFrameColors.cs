using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;
using NativeRange = Sluice.Native.FFmpeg.ColorRange;

namespace Sluice.Core.Stages.Render;

/// <summary>Tells FFmpeg what a picture knows of its colours.</summary>
internal static class AvFrameColors
{
    // FFmpeg's AVColorSpace, which has the numbers of ITU-T H.273.
    private const int Bt709 = 1, Smpte170M = 6, Bt2020Ncl = 9;

    /// <summary>Gives a frame the matrix and range of a picture, exactly as its stream had them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="picture">The picture.</param>
    public static void TakeColors(this AvFrame frame, Picture picture)
    {
        if (picture is AvPicture { Native: var native })
        {
            (frame.ColorRange, frame.ColorSpace) = (native.ColorRange, native.ColorSpace);
            return;
        }

        frame.ColorRange = picture.Range == ColorRange.Full ? NativeRange.Full : NativeRange.Limited;
        frame.ColorSpace = picture.Matrix switch
        {
            ColorMatrix.Bt709 => Bt709,
            ColorMatrix.Bt2020 => Bt2020Ncl,
            _ => Smpte170M,
        };
    }
}
