using Sluice.Abstractions;

namespace Sluice.Core.Telemetry;

/// <summary>Whether whoever receives a sink's rows confirms them.</summary>
/// <param name="Id">The stage's id.</param>
/// <param name="Counts">What it counts.</param>
/// <param name="Pending">Rows taken over that were neither confirmed nor let go of.</param>
/// <param name="Reason">What is wrong, in words; null when nothing is.</param>
public sealed record SinkHealth(string Id, SinkCounts Counts, long Pending, string? Reason);
