using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>Synthetic pictures.</summary>
internal static class Pictures
{
    /// <summary>A diagonal gradient in every plane, shifted by <paramref name="step"/>.</summary>
    internal static AvFrame Gradient(int width, int height, AvPixelFormat format, int step = 0)
    {
        var frame = new AvFrame();
        frame.Allocate(width, height, format);
        for (var plane = 0; plane < frame.PlaneCount; plane++)
        {
            var rows = frame.WritablePlane(plane);
            var (stride, bytes) = (frame.Stride(plane), frame.RowBytes(plane));
            for (var y = 0; y < frame.PlaneHeight(plane); y++)
                for (var x = 0; x < bytes; x++)
                    rows[(y * stride) + x] = (byte)(60 + ((x + y + step + (plane * 40)) % 120));
        }

        return frame;
    }

    /// <summary>One colour all over, given per plane.</summary>
    internal static AvFrame Flat(int width, int height, AvPixelFormat format, params byte[] values)
    {
        var frame = new AvFrame();
        frame.Allocate(width, height, format);
        for (var plane = 0; plane < frame.PlaneCount; plane++) frame.WritablePlane(plane).Fill(values[plane]);
        return frame;
    }

    /// <summary>Mean absolute difference of the samples of two equally shaped 8-bit pictures.</summary>
    internal static double Difference(AvFrame one, AvFrame other)
    {
        var (a, b) = (new byte[one.SizeBytes], new byte[other.SizeBytes]);
        one.CopyTo(a);
        other.CopyTo(b);
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
    }
}
