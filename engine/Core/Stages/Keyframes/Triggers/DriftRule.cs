using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// Pictures spread otherwise over brightness, detail and number of objects in the last ten minutes than in the last day: their Jensen-Shannon
/// divergence, looked at once a second, is above what it was 99 times of 100.
/// </summary>
internal sealed partial class DriftRule : ITriggerRule, IKeptRule
{
    private const int Lumas = 8, Details = 4, Counts = 6;
    private const double ShortSeconds = 600, LongSeconds = 86400;

    // Before this much is known everything is drift.
    private const double LearningSeconds = 3600;
    private readonly double[] _short = new double[Lumas * Details * Counts];
    private readonly double[] _long = new double[Lumas * Details * Counts];
    private readonly PercentileScale _scale = new(0, 1, LongSeconds);
    private double? _first;
    private double _last;
    private float _severity;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var luma = Math.Clamp((int)(look.Luma / 256 * Lumas), 0, Lumas - 1);
        var detail = look.Edges switch { < 8 => 0, < 20 => 1, < 50 => 2, _ => 3 };
        var count = frame.Detections.Length switch { 0 => 0, 1 => 1, < 4 => 2, < 8 => 3, < 16 => 4, _ => 5 };
        var cell = (((luma * Details) + detail) * Counts) + count;
        _short[cell]++;
        _long[cell]++;
        var first = _first ??= _last = at;
        if (at - _last < 1) return _severity;
        Fade(_short, Math.Exp(-(at - _last) / ShortSeconds));
        Fade(_long, Math.Exp(-(at - _last) / LongSeconds));
        _last = at;
        var divergence = Divergence(_short, _long);
        var rank = _scale.Add(divergence, at);
        _severity = at - first >= LearningSeconds && rank > 0.99 ? (float)Math.Clamp(divergence, 0.01, 1) : 0;
        return _severity;
    }

    /// <summary>Jensen-Shannon divergence of two histograms, in bits: 0 when they are alike, 1 when they share nothing.</summary>
    internal static double Divergence(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var (sum, others) = (0.0, 0.0);
        for (var i = 0; i < one.Length; i++) (sum, others) = (sum + one[i], others + other[i]);
        if (sum <= 0 || others <= 0) return 0;
        var divergence = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            var (p, q) = (one[i] / sum, other[i] / others);
            var middle = (p + q) / 2;
            if (p > 0) divergence += p / 2 * Math.Log2(p / middle);
            if (q > 0) divergence += q / 2 * Math.Log2(q / middle);
        }

        return divergence;
    }

    private static void Fade(double[] counts, double by)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] *= by;
    }
}
