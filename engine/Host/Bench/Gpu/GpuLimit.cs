namespace Sluice.Host.Bench.Gpu;

/// <summary>
/// What limits a step of <c>bench gpu</c>: the card's decoders, whose rate is what they decoded beside how busy they were; for what comes behind
/// the decoder the decoding alone; for a graph with the model the slower of the decoding and the same model's bare runs.
/// </summary>
internal static class GpuLimit
{
    public const string Decode = "decode", BareModel = "bare model", Graph = "graph";

    /// <summary>How near a step came to its limit.</summary>
    /// <param name="step">Its name: <see cref="Graph"/> and <see cref="BareModel"/> may have a comma and a way behind them.</param>
    /// <param name="fps">Its frames a second.</param>
    /// <param name="decoder">How busy the decoders were in it, 0 to 1; null where the driver doesn't tell.</param>
    /// <param name="before">The steps before it.</param>
    /// <returns>1 for the limit itself; null where it is not known, and for what is a limit.</returns>
    public static double? Share(string step, double fps, double? decoder, IReadOnlyList<GpuStep> before)
    {
        if (step == Decode) return decoder;
        if (step.StartsWith(BareModel, StringComparison.Ordinal)) return null;
        var limit = Of(Decode, before);
        if (step == Graph || step.StartsWith($"{Graph}, ", StringComparison.Ordinal))
            limit = Lower(limit, Of($"{BareModel}{step[Graph.Length..]}", before));
        return limit is { } most && most > 0 ? Math.Round(fps / most, 3) : null;
    }

    // A graph without a model has no bare runs.
    private static double? Lower(double? one, double? other) => other < one ? other : one ?? other;

    private static double? Of(string step, IReadOnlyList<GpuStep> before) => before.FirstOrDefault(one => one.Step == step)?.Fps;
}
