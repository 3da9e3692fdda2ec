namespace Sluice.Core.Scene.Traffic;

/// <summary>The fixed cycle of a junction: group 0 and group 1 in turn, seconds.</summary>
internal static class SignalPlan
{
    private const double Half = 18;
    private const double Green = 12;
    private const double Yellow = 14.2;

    /// <summary>0 green, 1 yellow, 2 red.</summary>
    public static int State(int group, double seconds)
    {
        var at = seconds / (2 * Half);
        at = (at - Math.Floor(at)) * 2 * Half - group * Half;
        if (at < 0) at += 2 * Half;
        return at < Green ? 0 : at < Yellow ? 1 : 2;
    }

    /// <summary>Whether a walker beside this group may still start.</summary>
    public static bool MayWalk(int group, double seconds) => State(group, seconds) == 0
        && State(group, seconds + 6) == 0;
}
