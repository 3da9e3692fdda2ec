using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>The centres of a track's last detections, for the direction it goes in. Directions over a few frames are less shaky than over one.</summary>
internal sealed class ObservationTrail
{
    // Frames between the two ends of a direction (Cao et al., CVPR 2023).
    private const int Span = 3;
    private readonly (long Time, float X, float Y)[] _last = new (long, float, float)[Span];
    private long _now;
    private int _count;
    private int _next;

    /// <summary>Which way the last detection lay from one a few frames earlier: a unit vector, zero while unknown.</summary>
    public (float X, float Y) Direction { get; private set; }

    /// <summary>One look of the model more.</summary>
    public void Tick() => _now++;

    /// <summary>Takes a detection in.</summary>
    public void Add(in BoundingBox box)
    {
        if (_count > 0) Direction = DirectionTo(box);
        _last[_next] = (_now, (box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2);
        _next = (_next + 1) % Span;
        _count = Math.Min(_count + 1, Span);
    }

    /// <summary>Which way a box lies from the detection a few frames ago: a unit vector, zero when it lies in the same place.</summary>
    public (float X, float Y) DirectionTo(in BoundingBox box)
    {
        var from = Earlier();
        var (x, y) = (((box.X1 + box.X2) / 2) - from.X, ((box.Y1 + box.Y2) / 2) - from.Y);
        var length = MathF.Sqrt((x * x) + (y * y));
        return length < 1e-6f ? (0, 0) : (x / length, y / length);
    }

    /// <summary>The oldest detection that is not too old, or else the newest.</summary>
    private (long Time, float X, float Y) Earlier()
    {
        for (var age = _count; age > 1; age--)
        {
            var candidate = _last[(_next - age + Span) % Span];
            if (_now - candidate.Time <= Span) return candidate;
        }

        return _last[(_next - 1 + Span) % Span];
    }
}
