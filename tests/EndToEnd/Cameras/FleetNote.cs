using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>How a fleet stood at one moment.</summary>
internal sealed class FleetNote(CameraFleet fleet)
{
    // Before the accounts: a picture that is seen in between belongs to what comes after.
    public long[] Pictures { get; } = Each(fleet.PicturesOf);

    public SourceSnapshot[] Sources { get; } = [.. Enumerable.Range(0, CameraFleet.Size).Select(fleet.StateOf)];

    public long[] Gaps { get; } = Each(camera => fleet.Watch[CameraFleet.NameOf(camera)].Gaps);

    public long[] Foreign { get; } = Each(camera => fleet.Watch[CameraFleet.NameOf(camera)].Foreign);

    public long[] Touched { get; } = Each(camera => fleet.Proxies[camera].Touched);

    /// <summary>That cameras have lost nothing since: no frame in the account, none between two pictures, and not the connection.</summary>
    public void AssertNothingLost(CameraFleet now, IEnumerable<int> cameras, IReadOnlyList<Outcome> losses)
    {
        foreach (var camera in cameras)
            if (LossOf(now, camera, losses) is { } lost) Assert.Fail($"{CameraFleet.NameOf(camera)} {lost}.\n{now}");
    }

    /// <summary>What a camera has lost since, in words; null for nothing.</summary>
    public string? LossOf(CameraFleet now, int camera, IReadOnlyList<Outcome> losses)
    {
        var (then, source) = (Sources[camera], now.StateOf(camera));
        var seen = now.Watch[source.Id];
        foreach (var loss in losses)
            if (source.Outcomes[loss] != then.Outcomes[loss]) return $"has {source.Outcomes[loss] - then.Outcomes[loss]} more frames {loss}";
        if (source.Status.Reconnects != then.Status.Reconnects) return "was lost";
        if (seen.Gaps != Gaps[camera]) return $"has {seen.Gaps - Gaps[camera]} more gaps";
        return seen.Foreign != Foreign[camera] ? $"showed {seen.Foreign - Foreign[camera]} pictures that were never sent" : null;
    }

    private static long[] Each(Func<int, long> of) => [.. Enumerable.Range(0, CameraFleet.Size).Select(of)];
}
