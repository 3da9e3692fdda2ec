using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Tests.Inference;

/// <summary>Pictures of noise, which forgive no wrong tap.</summary>
internal static class RandomPicture
{
    public static Frame Frame(int width, int height, PixelFormat format, ColorRange range, int seed = 1, string source = "noise")
    {
        var picture = new HostPicture(width, height, format, range, ColorMatrix.Bt601);
        var random = new Random(seed);
        for (var plane = 0; plane < picture.PlaneCount; plane++)
        {
            var samples = picture.WritablePlane(plane);
            random.NextBytes(samples);
            if (format != PixelFormat.Yuv420P10) continue;
            foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(samples)) sample &= 1023;
        }

        return new(ClipFrames.Info(source, seed), picture);
    }

    public static Frame Solid(int width, int height, byte red, byte green, byte blue)
    {
        var picture = new HostPicture(width, height, PixelFormat.Rgb24);
        var samples = picture.WritablePlane(0);
        for (var i = 0; i < samples.Length; i += 3) (samples[i], samples[i + 1], samples[i + 2]) = (red, green, blue);
        return new(ClipFrames.Info("solid", 0), picture);
    }
}
