namespace Sluice.Host.Bench.Capacity;

/// <summary>Round numbers along an axis that begins at 0.</summary>
internal static class Ticks
{
    private const int Most = 6;

    /// <summary>Where an axis ends that shows a value.</summary>
    public static double End(double most) => most <= 0 ? 1 : Math.Ceiling(most / Step(most)) * Step(most);

    /// <summary>The marks of an axis that ends there.</summary>
    public static IEnumerable<double> Of(double end)
    {
        var step = Step(end);
        for (var i = 0; i * step <= end * 1.0001; i++) yield return i * step;
    }

    private static double Step(double most)
    {
        var rough = most / Most;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return unit * (rough / unit) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 };
    }
}
