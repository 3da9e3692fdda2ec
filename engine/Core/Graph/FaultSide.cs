namespace Sluice.Core.Graph;

/// <summary>Where a source's fault has to be looked for.</summary>
public enum FaultSide
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>At the camera or the server that sends: it refuses, is silent, or sends what cannot be decoded.</summary>
    Camera,

    /// <summary>Between: a name that does not resolve, no route, a connection that breaks.</summary>
    Network,

    /// <summary>Here: a missing decoder or file, a graph that is slower than its cameras, a call that hangs.</summary>
    Host,
}
