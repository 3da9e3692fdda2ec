using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>What was measured of one model on one machine.</summary>
public sealed record TuningRecord
{
    // A shape that is this near the fastest is as fast: these machines are shared, and the readings move by more.
    private const double Near = 0.95;

    /// <summary>The version of the form; records of another are not read.</summary>
    public int Version { get; init; } = 1;

    /// <summary>SHA-256 of the ONNX file, lower-case hexadecimal.</summary>
    public required string Model { get; init; }

    /// <summary>The machine, as <see cref="MachineIdentity"/> tells it.</summary>
    public required string Machine { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>The shapes that were measured.</summary>
    public required ImmutableArray<TuningResult> Results { get; init; }

    /// <summary>The shape to run: of those nearly as fast as the fastest, the one that takes least CPU time, then the smallest batch.</summary>
    /// <param name="allowed">Which shapes may be chosen; null for all.</param>
    /// <returns>Null when none was measured that may be.</returns>
    public TuningResult? Best(Func<RunShape, bool>? allowed = null)
    {
        var open = Results.Where(result => allowed?.Invoke(result.Shape) ?? true).ToList();
        if (open.Count == 0) return null;
        var fast = open.Max(static result => result.ImagesPerSecond) * Near;
        return open.Where(result => result.ImagesPerSecond >= fast).OrderBy(static result => result.CpuMs).ThenBy(static result => result.Shape.Batch).First();
    }
}
