namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>How far two distributions are apart.</summary>
internal static class Divergence
{
    /// <summary>The Jensen-Shannon divergence, in bits.</summary>
    /// <param name="a">Counts.</param>
    /// <param name="b">Counts, as many.</param>
    /// <returns>0 for the same shares, 1 for nothing in common; null where one of them is empty.</returns>
    public static double? JensenShannon(IReadOnlyList<long> a, IReadOnlyList<long> b)
    {
        double totalA = a.Sum(), totalB = b.Sum();
        if (totalA == 0 || totalB == 0) return null;
        var sum = 0.0;
        for (var i = 0; i < a.Count; i++)
        {
            double p = a[i] / totalA, q = b[i] / totalB, middle = (p + q) / 2;
            if (p > 0) sum += p * Math.Log2(p / middle) / 2;
            if (q > 0) sum += q * Math.Log2(q / middle) / 2;
        }

        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>Of all histograms of two tallies, by name; what cannot be compared is left out.</summary>
    public static Dictionary<string, double> Of(FrameTally a, FrameTally b)
    {
        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var ((name, one), (_, other)) in a.Fixed.Zip(b.Fixed))
            if (JensenShannon(one, other) is { } apart) result[name] = Math.Round(apart, 6);
        var labels = a.Class.Keys.Union(b.Class.Keys, StringComparer.Ordinal).ToList();
        if (JensenShannon([.. labels.Select(label => a.Class.GetValueOrDefault(label))], [.. labels.Select(label => b.Class.GetValueOrDefault(label))]) is { } classes)
            result["class"] = Math.Round(classes, 6);
        return result;
    }
}
