namespace Sluice.Core.Stages.Inference.Tuning;

/// <summary>How a model is run: what shares a run, how many threads do one, and how many runs there are at once.</summary>
/// <param name="Batch">Images in a run, at least 1.</param>
/// <param name="Threads">Threads inside a run, at least 1.</param>
/// <param name="Runs">Runs at once, at least 1.</param>
public readonly record struct RunShape(int Batch, int Threads, int Runs)
{
    /// <inheritdoc/>
    public override string ToString() => $"batch {Batch}, {Runs} {(Runs == 1 ? "run" : "runs")} at once of {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
