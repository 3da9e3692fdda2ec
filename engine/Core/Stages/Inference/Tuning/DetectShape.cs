using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>The shape a <c>detect</c> stage runs its model in, and where it comes from.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Batch">How batches are gathered, with the shape's size.</param>
/// <param name="Origin">Who said so, for people.</param>
public sealed record DetectShape(RunShape Shape, BatchOptions Batch, string Origin)
{
    /// <summary>
    /// Chooses. What the graph says stands; the rest is the best that was measured of the model on this machine; without a measurement one
    /// thread a run and as many runs as cores, because splitting an operator over threads costs CPU time that a second run does not.
    /// </summary>
    /// <param name="options">The stage's options.</param>
    /// <param name="model">Its model's entry.</param>
    /// <param name="sources">Sources that reach it: a batch larger than that would wait for frames of one source.</param>
    /// <param name="tuned">What was measured of the model on this machine; null for nothing.</param>
    /// <param name="cores">Cores of the machine.</param>
    public static DetectShape Choose(DetectOptions options, ModelConfig model, int sources, TuningRecord? tuned, int cores)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        var gathered = options.Batch ?? new();
        var wanted = (Batch: options.Batch?.Size ?? 0, model.Threads, options.Runs);
        if (wanted is { Batch: > 0, Threads: > 0, Runs: > 0 })
            return new(new(wanted.Batch, wanted.Threads, wanted.Runs), gathered, "as the graph says");

        var written = wanted is { Batch: 0, Threads: 0, Runs: 0 } ? "" : "; the graph says the rest";
        if (IsOnCpu(model) && tuned?.Best(shape => Fits(shape, wanted, sources)) is { } best)
            return new(best.Shape, gathered with { Size = best.Shape.Batch }, $"measured by 'sluice bench tune'{written}");

        var threads = wanted.Threads > 0 ? wanted.Threads : 1;

        // A GPU takes one run at a time; a second one prepares its pictures meanwhile.
        var runs = wanted.Runs > 0 ? wanted.Runs : IsOnCpu(model) ? Math.Max(1, cores / threads) : 2;
        return new(new(gathered.Size, threads, runs), gathered, $"the engine's default{written}");
    }

    private static bool IsOnCpu(ModelConfig model) => ModelDevice.TryParseList(model.Device)?[0] is null or { Kind: "auto" or "cpu" };

    private static bool Fits(RunShape shape, (int Batch, int Threads, int Runs) wanted, int sources)
        => (wanted.Batch > 0 ? shape.Batch == wanted.Batch : shape.Batch <= Math.Max(1, sources))
            && (wanted.Threads == 0 || shape.Threads == wanted.Threads)
            && (wanted.Runs == 0 || shape.Runs == wanted.Runs);
}
