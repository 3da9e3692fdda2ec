using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>When a number of cameras holds: every single one delivers, loses next to nothing, stays within its time and never restarts, and
/// nothing slides.</summary>
/// <param name="P95">Most time from arrival to the end of a frame, for 95 of 100.</param>
/// <param name="LeastDelivered">Least frames delivered, of those sent.</param>
/// <param name="MostLost">Most frames lost without being told to, of those that arrived.</param>
internal sealed record CapacityRule(TimeSpan P95, double LeastDelivered = 0.98, double MostLost = 0.005)
{
    // Before this many seconds a number says nothing.
    private const double LeastSeconds = 5;

    // Nothing at all that gets through for so long is a standstill.
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(4);

    // How far beyond the rule a trial must be to be given up early.
    private const double Hopeless = 5;

    // One frame in a short window is no rate.
    private const long FewLost = 1;
    private const double SlopeShare = 0.2, SlopeSigmas = 3;

    /// <summary>Judges a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="sent">Its cameras.</param>
    public Trial Judge(Trial trial, IReadOnlyList<TrialCamera> sent)
    {
        if (trial.Last is not { } last) return trial with { Reasons = [EndOf(trial)] };
        var reasons = new List<string>();
        if (trial.End is not (TrialEnd.Done or TrialEnd.Aborted)) reasons.Add(EndOf(trial));
        var cameras = last.Sources.Zip(sent, (source, camera) => CameraOf(source, camera.Fps, last.At)).ToList();
        var worst = cameras.OrderBy(Margin).First();
        foreach (var (camera, source) in cameras.Zip(last.Sources))
        {
            // All of them would be a long list that says one thing.
            if (reasons.Count >= 4) break;
            if (source.Restarts > 0) reasons.Add($"{camera.Source} restarted {source.Restarts} times");
            else if (!source.Running) reasons.Add($"{camera.Source} does not run");
            else if (camera.DeliveredRatio < LeastDelivered) reasons.Add(Text($"{camera.Source} delivered {camera.DeliveredRatio:0.0 %} of its frames, less than {LeastDelivered:0.#%}"));
            else if (camera.LostRatio > MostLost && source.Lost > FewLost) reasons.Add(Text($"{camera.Source} lost {camera.LostRatio:0.00 %} of its frames, more than {MostLost:0.0#%}"));
            else if (camera.P95Ms > P95.TotalMilliseconds) reasons.Add(Text($"{camera.Source} has p95 {camera.P95Ms:0} ms, more than {P95.TotalMilliseconds:0} ms"));
        }

        foreach (var stage in last.Stages)
            if (stage.Faults > 0) reasons.Add($"stage '{stage.Id}' failed {stage.Faults} times");
        if (Slides(trial.Ticks) is { } rise) reasons.Add(Text($"latency slides: {rise * 1000:0} ms more at the end of the window than at its start"));
        return trial with { Reasons = reasons, Worst = worst };
    }

    /// <summary>Whether it is plain already that a trial will not hold.</summary>
    /// <param name="tick">The latest reading.</param>
    /// <param name="sent">Its cameras.</param>
    public bool IsHopeless(TrialTick tick, IReadOnlyList<TrialCamera> sent)
    {
        if (tick.At < LeastSeconds) return false;
        foreach (var (source, from) in tick.Sources.Zip(sent))
        {
            var camera = CameraOf(source, from.Fps, tick.At);
            if (camera.LostRatio > Hopeless * MostLost || camera.P95Ms > Hopeless * P95.TotalMilliseconds || 1 - camera.DeliveredRatio > Hopeless * (1 - LeastDelivered)) return true;
        }

        return false;
    }

    /// <summary>Whether the engine stands still: cameras send, and not one frame of any of them has ended for some time.</summary>
    /// <param name="ticks">The readings so far.</param>
    /// <returns>What stands still, in words; null where nothing does.</returns>
    public string? Standstill(IReadOnlyList<TrialTick> ticks)
    {
        if (ticks.Count == 0 || ticks[^1] is not { Sources.Length: > 0 } last) return null;
        var since = Ended(last) == 0 ? 0 : ticks.First(tick => Ended(tick) == Ended(last)).At;
        if (last.At - since < Math.Max(Still.TotalSeconds, 2 * P95.TotalSeconds)) return null;
        var stuck = last.Stages.Where(static stage => stage.Queued > 0).MaxBy(static stage => stage.Queued / (double)Math.Max(1, stage.Room));
        return Text($"nothing got through for {last.At - since:0} s{(stuck == null ? "" : $"; {stuck.Queued} frames wait for stage '{stuck.Id}'")}");
    }

    /// <summary>How much latency rose over the window, in seconds; null where it did not, or only as much as it varies anyway.</summary>
    internal double? Slides(IReadOnlyList<TrialTick> ticks)
    {
        var points = ticks.Where(static t => t.Latency != null).Select(static t => (X: t.At, Y: t.Latency!.Value)).ToList();
        if (points.Count < 8) return null;
        var (x, y) = (points.Average(static p => p.X), points.Average(static p => p.Y));
        var spread = points.Sum(p => (p.X - x) * (p.X - x));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / spread;
        var residual = points.Sum(p => Math.Pow(p.Y - y - (slope * (p.X - x)), 2)) / (points.Count - 2);
        var rise = slope * (points[^1].X - points[0].X);
        return rise > Math.Max(0.01, SlopeShare * P95.TotalSeconds) && slope > SlopeSigmas * Math.Sqrt(residual / spread) ? rise : null;
    }

    private WorstCamera CameraOf(TrialSource source, double fps, double seconds) => new(source.Id, Math.Round(Math.Min(1, source.Delivered / Expected(source, fps, seconds)), 4),
        Math.Round(source.Lost / (double)Math.Max(1, source.Arrived), 5), source.P95 is { } p95 ? Math.Round(p95 * 1000, 1) : null);

    // What is on its way when the window ends need not have been delivered: the frames of the time that this camera's take, up to the time they
    // may take, and the one that falls on the edge of the window. Counted by time, since a decoder's frames are known only once they are out.
    private double Expected(TrialSource source, double fps, double seconds)
        => Math.Max(1, (fps * (seconds - Math.Min(source.P95 ?? 0, P95.TotalSeconds))) - 1);

    // Below zero is beyond the rule; each in units of what is allowed.
    private double Margin(WorstCamera camera) => Math.Min(Math.Min((camera.DeliveredRatio - LeastDelivered) / Math.Max(0.001, 1 - LeastDelivered), (MostLost - camera.LostRatio) / Math.Max(0.0001, MostLost)),
        camera.P95Ms is { } p95 ? (P95.TotalMilliseconds - p95) / P95.TotalMilliseconds : -1);

    private static long Ended(TrialTick tick) => tick.Sources.Sum(static source => source.Delivered + source.Lost);

    private static string EndOf(Trial trial) => trial.End switch
    {
        TrialEnd.Crashed => $"the engine crashed{Because(trial)}",
        TrialEnd.OutOfMemory => $"memory ran out{Because(trial)}",
        TrialEnd.Stalled => $"the engine stalled{(string.IsNullOrWhiteSpace(trial.Error) ? ": no reading came any more" : Because(trial))}",
        _ => $"there was no reading{Because(trial)}",
    };

    private static string Because(Trial trial) => string.IsNullOrWhiteSpace(trial.Error) ? "" : $": {trial.Error.Trim()}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
