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
}
