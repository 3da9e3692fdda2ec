namespace Sluice.Core.Scene.Painting;

internal sealed partial class FrameCanvas
{
    /// <summary>Adds a soft pool of light.</summary>
    /// <param name="x">Centre in pixels.</param>
    /// <param name="y">Centre in pixels.</param>
    /// <param name="radiusX">Where it ends, in pixels.</param>
    /// <param name="radiusY">Where it ends, in pixels.</param>
    /// <param name="luma">What the centre gains, 0 to 255.</param>
    /// <param name="du">What the centre's U gains.</param>
    /// <param name="dv">What the centre's V gains.</param>
    public void Glow(double x, double y, double radiusX, double radiusY, double luma, double du, double dv)
    {
        if (IdsOnly || radiusX < 0.5 || radiusY < 0.5) return;
        AddPool(Y, Width, Height, x, y, radiusX, radiusY, luma);
        if (Math.Abs(du) < 1 && Math.Abs(dv) < 1) return;
        AddPool(U, HalfWidth, HalfHeight, x / 2, y / 2, radiusX / 2, radiusY / 2, du);
        AddPool(V, HalfWidth, HalfHeight, x / 2, y / 2, radiusX / 2, radiusY / 2, dv);
    }

    // Neighbouring rows of a wide pool share their gains: the difference is under one step of luma.
    private void AddPool(
        byte[] plane, int width, int height, double cx, double cy, double rx, double ry, double gain)
    {
        int top = (int)Math.Max(0, cy - ry), bottom = (int)Math.Min(height - 1, cy + ry), share = ry > 60 ? 4
            : ry > 14 ? 2 : 1;
        for (var y = top; y <= bottom; y += share)
        {
            var dy = (y + 0.5 * share - cy) / ry;
            var rest = 1 - dy * dy;
            if (rest <= 0) continue;
            var half = rx * Math.Sqrt(rest);
            int from = (int)Math.Max(0, cx - half), to = (int)Math.Min(width, cx + half + 1);
            if (from >= to) continue;
            var gains = _gains.AsSpan(0, to - from);
            PixelSpan.Bump(gains, (float)((from + 0.5 - cx) / rx), (float)(1 / rx), (float)rest, (float)gain);
            for (var row = y; row < Math.Min(y + share, bottom + 1); row++)
                PixelSpan.AddGains(plane.AsSpan(row * width + from, to - from), gains);
        }
    }

    /// <summary>A thin slanted streak of falling water.</summary>
    public void Streak(int x, int y, int length, int slant256, int luma, int alpha)
    {
        for (var i = 0; i < length; i++)
        {
            int row = y + i, column = x + (i * slant256 >> 8);
            if ((uint)row >= (uint)Height || (uint)column >= (uint)Width) continue;
            var fade = alpha * Math.Min(i + 1, length - i) * 2 / length;
            Mix(ref Y[row * Width + column], luma, Math.Min(fade, alpha));
        }
    }
}
