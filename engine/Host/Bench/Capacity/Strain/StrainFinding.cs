using System.Collections.Immutable;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>What the finder said of a load made to spend one resource.</summary>
/// <param name="Resource">What was to be spent.</param>
/// <param name="Named">What it named; null for nothing.</param>
/// <param name="LightCameras">Cameras with room to spare.</param>
/// <param name="FullCameras">Cameras that are too many.</param>
/// <param name="Reasons">How those failed; empty where they held, and nothing was spent.</param>
/// <param name="Signals">The signs of that resource, and those of every other that fired.</param>
internal sealed record StrainFinding(string Resource, string? Named, int LightCameras, int FullCameras, IReadOnlyList<string> Reasons, ImmutableArray<ResourceSignal> Signals)
{
    /// <summary>Whether it named it.</summary>
    public bool IsFound => Named == Resource;

    /// <summary>Whether there was anything to name: a load that leaves no sign has not spent it. Some boxes have more bandwidth than all their
    /// cores can take.</summary>
    public bool IsSpent => Reasons.Count > 0 && Signals.Any(signal => signal.Resource == Resource && signal.Fires);
}
