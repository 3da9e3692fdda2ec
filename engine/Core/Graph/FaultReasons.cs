namespace Sluice.Core.Graph;

/// <summary>Whose fault a reason speaks of.</summary>
public static class FaultReasons
{
    /// <summary>The side on which to look.</summary>
    /// <param name="reason">The reason.</param>
    public static FaultSide SideOf(FaultReason reason) => reason switch
    {
        FaultReason.None => FaultSide.None,
        FaultReason.NameNotResolved or FaultReason.Unreachable or FaultReason.ConnectionLost => FaultSide.Network,
        FaultReason.Unsupported or FaultReason.HostOverload or FaultReason.CallStuck or FaultReason.FileFault => FaultSide.Host,
        FaultReason.Other => FaultSide.None,
        _ => FaultSide.Camera,
    };
}
