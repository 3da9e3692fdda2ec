namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>How two groups of pictures in a row differ, place by place.</summary>
/// <param name="Noise">Standard deviation of one packet's level from packet to packet, in octaves: it tells noise from what changes slowly.</param>
/// <param name="Mean">How far apart the groups are on the whole.</param>
/// <param name="Quarter">How far apart the quarters are that differ most.</param>
/// <param name="Places">Places compared.</param>
/// <param name="QuarterPlaces">Places of a quarter.</param>
internal readonly record struct GroupComparison(double Noise, double Mean, double Quarter, int Places, int QuarterPlaces)
{
    private const int LeastPlaces = 3, Quarters = 4;

    // Median of |difference of two normal variables| over their standard deviation, and the root of the two.
    private const double MedianOfDifferences = 0.954;

    /// <summary>Compares two groups.</summary>
    /// <param name="now">The later one.</param>
    /// <param name="before">The earlier one.</param>
    /// <returns>Null when they have too little in common.</returns>
    public static GroupComparison? Of(GroupLevels now, GroupLevels before)
    {
        Span<float> changes = stackalloc float[PacketClasses.Count];
        var count = 0;
        double sum = 0;
        foreach (var place in now.Places)
        {
            if (float.IsNaN(before[place])) continue;
            changes[count] = now[place] - before[place];
            sum += changes[count++];
        }

        if (count < LeastPlaces) return null;
        var size = count / Math.Clamp(count / Quarters, 1, Quarters);
        double worst = 0;
        for (var from = 0; from + size <= count; from += size)
        {
            double part = 0;
            for (var i = from; i < from + size; i++) part += changes[i];
            worst = Math.Max(worst, Math.Abs(part / size));
        }

        for (var i = 0; i < count - 1; i++) changes[i] = Math.Abs(changes[i + 1] - changes[i]);
        var steps = changes[..(count - 1)];
        steps.Sort();
        return new(steps[steps.Length / 2] / MedianOfDifferences / Math.Sqrt(2), sum / count, worst, count, size);
    }
}
