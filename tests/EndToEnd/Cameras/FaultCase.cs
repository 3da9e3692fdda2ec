using Sluice.Core.Graph;
using Sluice.EndToEnd.Tests.Servers;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>One fault of one camera, and what an engine should make of it.</summary>
/// <param name="Name">How the test is called.</param>
/// <param name="Fault">What the proxy does.</param>
internal sealed record FaultCase(string Name, Fault Fault)
{
    /// <summary>What the camera may be found doing while the fault lasts; empty when it should not be lost.</summary>
    public SourceState[] States { get; init; } = [SourceState.Reconnecting, SourceState.Quarantined];

    /// <summary>The reasons that name this fault rightly.</summary>
    public FaultReason[] Reasons { get; init; } = [];

    /// <summary>What the camera's server does instead of the proxy, or beside it; given the camera's name and the fleet.</summary>
    public Func<CameraFleet, int, Task> Begin { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>What ends it at the server.</summary>
    public Func<CameraFleet, int, Task> End { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>How often the proxy has to have struck before the fault counts as there.</summary>
    public int Strikes { get; init; }

    /// <summary>
    /// How many pictures that were never sent each strike may let through at most: none, unless bytes are changed in ways that no decoder can
    /// be sure to notice. Such damage goes on to the end of the group it is in.
    /// </summary>
    public int MostForeignPerStrike { get; init; }

    /// <summary>Whether frames have to be missing and be said to: lost packets are, and so is what refers to them.</summary>
    public bool Loses { get; init; }

    /// <summary>Whether the camera has to come through without being lost, not only may.</summary>
    public bool Stays { get; init; }

    /// <summary>Whether the connection has to be the same afterwards: only packets are hit.</summary>
    public bool KeepsConnection { get; init; }

    /// <summary>More that has to be so when it is over.</summary>
    public Action<CameraFleet, int> Check { get; init; } = static (_, _) => { };

    public override string ToString() => Name;
}
