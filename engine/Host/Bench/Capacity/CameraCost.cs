namespace Sluice.Host.Bench.Capacity;

/// <summary>What a camera cost in trials of one kind, by their readings: the mean of the middle half of all seconds, so that what other work did
/// to a few of them does not count.</summary>
internal static class CameraCost
{
    /// <summary>Takes the trials together.</summary>
    /// <param name="trials">With readings each, and of the same number of cameras.</param>
    /// <returns>CPU seconds a camera and second, without what the runtime's compiler took.</returns>
    public static double Of(IReadOnlyList<Trial> trials)
    {
        var seconds = trials.SelectMany(Seconds).Order().ToList();
        var aside = seconds.Count / 4;
        return seconds[aside..^aside].Average();
    }

    private static IEnumerable<double> Seconds(Trial trial)
    {
        var (at, cpu) = (0.0, 0.0);
        foreach (var tick in trial.Ticks)
        {
            var now = tick.CpuSeconds - tick.Cpu.GetValueOrDefault("jit");
            if (tick.At > at) yield return (now - cpu) / (tick.At - at) / trial.Cameras;
            (at, cpu) = (tick.At, now);
        }
    }
}
