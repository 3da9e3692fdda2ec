using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>Whether a source's frames come and get through.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its state and last fault.</param>
/// <param name="Reason">What is wrong, in words; null when nothing is.</param>
public sealed record SourceHealth(string Id, SourceStatus Status, string? Reason);
