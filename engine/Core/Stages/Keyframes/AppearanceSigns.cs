namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// 64 signs of a fixed random projection: two pictures that look alike agree in nearly all of them, so that one of a hundred thousand
/// keyframes is found by counting bits.
/// </summary>
internal static class AppearanceSigns
{
    /// <summary>Signs in which pictures that look alike may differ.</summary>
    public const int Alike = 10;

    private static readonly sbyte[] Planes = Draw();

    /// <summary>The signs of an appearance in short form.</summary>
    public static ulong Of(ReadOnlySpan<short> features)
    {
        var signs = 0UL;
        for (var plane = 0; plane < 64; plane++)
        {
            var weights = Planes.AsSpan(plane * AppearanceFeatures.Length, AppearanceFeatures.Length);
            var sum = 0L;
            for (var i = 0; i < weights.Length && i < features.Length; i++) sum += weights[i] * features[i];
            if (sum >= 0) signs |= 1UL << plane;
        }

        return signs;
    }

    // Of weights that sum to nothing, so that what all pictures have in common says nothing.
    private static sbyte[] Draw()
    {
        var random = new Random(64);
        var planes = new sbyte[64 * AppearanceFeatures.Length];
        for (var i = 0; i < planes.Length; i += 2)
        {
            planes[i] = (sbyte)(random.Next(2) == 0 ? -1 : 1);
            planes[i + 1] = (sbyte)-planes[i];
        }

        return planes;
    }
}
