namespace Sluice.Core.Telemetry;

/// <summary>The buckets that durations are shown in: powers of two from 128 us to 67 s.</summary>
internal static class HistogramBuckets
{
    private const int First = 7, Last = 26;

    /// <summary>The exponents of the bounds, in microseconds.</summary>
    public static IEnumerable<int> Octaves => Enumerable.Range(First, Last - First + 1);

    /// <summary>The bounds of durations, in seconds.</summary>
    public static double[] Durations { get; } = [.. Octaves.Select(Bound)];

    /// <summary>The bounds of sizes.</summary>
    public static double[] Sizes { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>A bound in seconds.</summary>
    /// <param name="octave">2 to this many microseconds.</param>
    public static double Bound(int octave) => Math.ScaleB(1e-6, octave);
}
