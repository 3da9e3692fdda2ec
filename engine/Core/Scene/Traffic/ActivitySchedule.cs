using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Traffic;

/// <summary>The busy stretches of a clip; between them nothing moves in the picture.</summary>
internal sealed class ActivitySchedule
{
    private readonly List<(double From, double To)> _busy = [];

    public ActivitySchedule(SceneOptions options, Pcg32 lot)
    {
        var end = options.Duration.TotalSeconds;
        if (options.Quiet <= 0)
        {
            _busy.Add((-1000, end + 1000));
            return;
        }

        if (options.Quiet >= 1) return;
        // A stretch lasts long enough for people to come and go; the first begins anywhere in its cycle.
        var length = Math.Max(6, Math.Min(30, end * (1 - options.Quiet)));
        var cycle = length / (1 - options.Quiet);
        for (var at = lot.Unit() * (cycle - length); at < end; at += cycle * lot.Range(0.8, 1.2))
            _busy.Add((at, at + length * lot.Range(0.85, 1.15)));
    }

    public IReadOnlyList<(double From, double To)> Busy => _busy;

    public bool IsBusy(double seconds) => _busy.Exists(b => seconds >= b.From && seconds < b.To);

    /// <summary>Whether a whole life lies in one busy stretch.</summary>
    public bool Holds(double from, double to) => _busy.Exists(b => from >= b.From && to <= b.To);
}
