namespace Sluice.Host.Bench.Capacity;

/// <summary>How far a cost model may be believed: near the points it was fitted to and judged by, since further away it was never looked at.</summary>
internal static class ModelReach
{
    /// <summary>Of rates, cores and costs of a model: half and twice as much.</summary>
    public const double Rate = 2;

    /// <summary>Of pixels: half and twice the width and height.</summary>
    public const double Size = 4;

    /// <summary>Whether a value is further from what was measured.</summary>
    /// <param name="value">What is asked for.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="reach">How many times as much, or as little, is near.</param>
    public static bool IsFar(double value, double measured, double reach) => value > measured * reach * 1.01 || value < measured / reach / 1.01;
}
