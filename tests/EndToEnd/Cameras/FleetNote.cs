using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>How a fleet stood at one moment.</summary>
internal sealed class FleetNote(CameraFleet fleet)
{
    public SourceSnapshot[] Sources { get; } = [.. Enumerable.Range(0, CameraFleet.Size).Select(fleet.StateOf)];

    public long[] Gaps { get; } = Each(camera => fleet.Watch[CameraFleet.NameOf(camera)].Gaps);

    public long[] Pictures { get; } = Each(fleet.PicturesOf);

    public long[] Foreign { get; } = Each(camera => fleet.Watch[CameraFleet.NameOf(camera)].Foreign);

    public long[] Touched { get; } = Each(camera => fleet.Proxies[camera].Touched);

    /// <summary>That cameras have lost nothing since: no frame in the account, none between two pictures, and not the connection.</summary>
    public void AssertNothingLost(CameraFleet now, IEnumerable<int> cameras, IEnumerable<Outcome> losses)
    {
        foreach (var camera in cameras)
        {
            var (then, source) = (Sources[camera], now.StateOf(camera));
            foreach (var loss in losses)
                Assert.True(source.Outcomes[loss] == then.Outcomes[loss], $"{source.Id} has {source.Outcomes[loss] - then.Outcomes[loss]} more frames {loss}.\n{now}");
            Assert.True(source.Status.Reconnects == then.Status.Reconnects, $"{source.Id} was lost.\n{now}");
            var seen = now.Watch[source.Id];
            Assert.True(seen.Gaps == Gaps[camera], $"{source.Id} has {seen.Gaps - Gaps[camera]} more gaps.\n{now}");
            Assert.True(seen.Foreign == Foreign[camera], $"{source.Id} showed {seen.Foreign - Foreign[camera]} pictures that were never sent.\n{now}");
        }
    }

    private static long[] Each(Func<int, long> of) => [.. Enumerable.Range(0, CameraFleet.Size).Select(of)];
}
