using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What one trial gave.</summary>
/// <param name="Cameras">How many.</param>
/// <param name="End">How it ended.</param>
/// <param name="Ticks">A reading a second; none where it never got to its window.</param>
/// <param name="Error">The last lines of standard error where it ended badly.</param>
internal sealed record Trial(int Cameras, TrialEnd End, IReadOnlyList<TrialTick> Ticks, string? Error)
{
    /// <summary>The last reading: the sums over the window.</summary>
    public TrialTick? Last => Ticks.Count > 0 ? Ticks[^1] : null;

    /// <summary>Why it does not hold; empty where it does.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether every camera held.</summary>
    public bool Holds => End == TrialEnd.Done && Reasons.Count == 0;

    /// <summary>The camera nearest to, or furthest beyond, what is allowed; null where there was no reading.</summary>
    public WorstCamera? Worst { get; init; }

    /// <summary>How it ended, as scripts read it: <c>out_of_memory</c>.</summary>
    public string EndName => JsonNamingPolicy.SnakeCaseLower.ConvertName(End.ToString());

    /// <summary>Cores in use on average over the window.</summary>
    public double Cores => Last is { At: > 0 } last ? last.CpuSeconds / last.At : 0;

    /// <summary>Part of the machine's cores that its host gave to others while they had work.</summary>
    public double Stolen => Last is { At: > 0 } last ? last.StolenSeconds / last.At / Environment.ProcessorCount : 0;

    /// <summary>The middle one of what each reading says.</summary>
    /// <param name="of">What is read; 0 where it was not measured.</param>
    /// <returns>Null where none measured it.</returns>
    public double? Median(Func<TrialTick, double> of)
    {
        var values = Ticks.Select(of).Where(static value => value > 0).Order().ToList();
        return values.Count > 0 ? values[values.Count / 2] : null;
    }
}
