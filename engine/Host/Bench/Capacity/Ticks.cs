namespace Sluice.Host.Bench.Capacity;

/// <summary>Round numbers along an axis that begins at 0.</summary>
internal static class Ticks
{
    private const int Most = 6;

    /// <summary>Where an axis ends that shows a value.</summary>
    public static double End(double most) => most <= 0 ? 1 : Math.Ceiling((most / Step(most)) - 1e-9) * Step(most);

    /// <summary>The marks of an axis that ends there.</summary>
    public static IEnumerable<double> Of(double end)
    {
        var step = Step(end);
        for (var i = 0; i * step <= end * 1.0001; i++) yield return i * step;
    }

    /// <summary>Where an axis ends that shows a value and has as many marks as another beside it, so that one grid serves both.</summary>
    /// <param name="most">The value.</param>
    /// <param name="end">Where the other ends.</param>
    public static double EndBeside(double most, double end) => most <= 0 ? 1 : Round(most / Steps(end)) * Steps(end);

    /// <summary>The marks of an axis beside another.</summary>
    /// <param name="own">Where it ends.</param>
    /// <param name="end">Where the other ends.</param>
    public static IEnumerable<double> Beside(double own, double end) => Enumerable.Range(0, Steps(end) + 1).Select(i => i * own / Steps(end));

    private static int Steps(double end) => Of(end).Count() - 1;

    private static double Step(double most) => Round(most / Most);

    private static double Round(double rough)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));

        // Two and a half cameras are none.
        return unit * (rough / unit) switch { <= 1 => 1, <= 2 => 2, <= 2.5 when unit >= 10 => 2.5, <= 5 => 5, _ => 10 };
    }
}
