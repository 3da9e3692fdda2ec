using Sluice.Abstractions;
using Sluice.Core.Stages.Render;

namespace Sluice.Tests.Render;

public sealed class YuvCanvasTests
{
    [Theory]
    [InlineData(PixelFormat.Yuv420P)]
    [InlineData(PixelFormat.Nv12)]
    public void Blend_AnyWidth_MixesEverySampleByTheSameRule(PixelFormat format)
    {
        const int Width = 300, Height = 4;
        var random = new Random(5);
        var color = new YuvColor(255, 0, 200);
        foreach (var (x, width, alpha) in from x in new[] { 0, 2, 34 } from w in new[] { 2, 16, 30, 32, 64, 66, 128, 250 } from a in new[] { 0, 1, 36, 128, 256 } select (x, w, a))
        {
            byte[] y = new byte[Width * Height], u = new byte[Width * Height / 2], v = new byte[Width * Height / 4];
            random.NextBytes(y);
            random.NextBytes(u);
            var (oldY, oldU) = ((byte[])y.Clone(), (byte[])u.Clone());
            var canvas = new YuvCanvas(format, Width, Height, y, Width, u, format == PixelFormat.Nv12 ? Width : Width / 2, v, Width / 2);
            canvas.Blend(new(x, 2, x + width, 4), color, alpha);
            for (var i = 0; i < y.Length; i++)
                Assert.Equal(i / Width >= 2 && i % Width >= x && i % Width < x + width ? Mixed(oldY[i], color.Y) : oldY[i], y[i]);
            if (format != PixelFormat.Nv12) continue;
            for (var i = Width; i < 2 * Width; i++)
                Assert.Equal(i - Width >= x && i - Width < x + width ? Mixed(oldU[i], i % 2 == 0 ? color.U : color.V) : oldU[i], u[i]);

            int Mixed(int under, int over) => (byte)(((under * (256 - alpha)) + (over * alpha) + 128) >> 8);
        }
    }
}
