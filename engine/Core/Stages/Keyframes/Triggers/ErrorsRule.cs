using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>More events of a kind within a sliding window than are fine.</summary>
internal sealed partial class ErrorsRule(string kind, int moreThan, TimeSpan within) : ITriggerRule, IKeptRule
{
    private const int Buckets = 60;
    private readonly int[] _counts = new int[Buckets];
    private long _bucket = long.MinValue;
    private int _total;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var now = (long)Math.Floor(at / (within.TotalSeconds / Buckets));
        if (_bucket == long.MinValue) _bucket = now;
        for (var gone = 0; _bucket < now && gone < Buckets; gone++) Empty(++_bucket);
        _bucket = Math.Max(_bucket, now);
        foreach (var happened in frame.Events)
        {
            if (happened.Kind != kind) continue;
            _counts[(int)(_bucket % Buckets)]++;
            _total++;
        }

        return _total <= moreThan ? 0 : Math.Min(1, _total / (2f * Math.Max(1, moreThan)));
    }

    private void Empty(long bucket)
    {
        ref var count = ref _counts[(int)(bucket % Buckets)];
        _total -= count;
        count = 0;
    }
}
