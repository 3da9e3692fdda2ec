namespace Sluice.Core.Graph;

/// <summary>A stage could not be made or started, so the graph did not run.</summary>
/// <param name="stage">The stage's id.</param>
/// <param name="use">Its kind.</param>
/// <param name="cause">What it threw.</param>
public sealed class StageStartException(string stage, string use, Exception cause)
    : Exception($"Stage '{stage}' ({use}) did not start: {cause.Message}", cause)
{
    /// <summary>The stage's id.</summary>
    public string Stage { get; } = stage;
}
