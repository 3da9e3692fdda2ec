namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Finds how the light of one picture follows from another's: a cloud, dusk, a camera's exposure.</summary>
internal static class BrightnessFit
{
    // Cells further off than so many mean differences belong to something else than the light.
    private const double FarOff = 2;

    private const float LeastGain = 0.5f, MostGain = 2;
    private const int Rounds = 3;

    /// <summary>The straight line that makes most cells of one picture those of the other.</summary>
    /// <param name="from">Cells before.</param>
    /// <param name="to">Cells now.</param>
    /// <returns>Now is <c>Gain * before + Offset</c>, but where something changed.</returns>
    public static (float Gain, float Offset) Of(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        var (gain, offset, limit) = (1.0, 0.0, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            double n = 0, x = 0, y = 0, xx = 0, xy = 0, error = 0;
            for (var i = 0; i < from.Length; i++)
            {
                var off = Math.Abs(to[i] - (gain * from[i]) - offset);
                if (off > limit) continue;
                (n, x, y, xx, xy, error) = (n + 1, x + from[i], y + to[i], xx + (from[i] * from[i]), xy + (from[i] * to[i]), error + off);
            }

            var spread = (n * xx) - (x * x);
            if (n == 0) break;
            gain = spread > n * n ? Math.Clamp(((n * xy) - (x * y)) / spread, LeastGain, MostGain) : 1;
            offset = (y - (gain * x)) / n;
            limit = Math.Max(FarOff * error / n, 1);
        }

        return ((float)gain, (float)offset);
    }
}
