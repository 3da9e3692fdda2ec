namespace Sluice.Host.Bench;

/// <summary>What <see cref="GateBench"/> is to measure.</summary>
/// <param name="Clips">Clips, with truth beside them or for a model to find tracks in; empty renders quiet streets.</param>
/// <param name="Model">A detector; null measures decoding alone.</param>
/// <param name="Card">Values of its card.</param>
/// <param name="Sensitivities">The gate's, one run each.</param>
/// <param name="Floor">The gate's, at every sensitivity.</param>
/// <param name="Picture">Where the curve goes; null draws none.</param>
internal sealed record GateBenchOptions(
    IReadOnlyList<string> Clips, string? Model, string[] Card, IReadOnlyList<double> Sensitivities, TimeSpan Floor, string? Picture);
