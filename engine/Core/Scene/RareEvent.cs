namespace Sluice.Core.Scene;

/// <summary>What happens seldom and is worth keeping; reported as the truth's <c>event</c> attribute.</summary>
[Flags]
public enum RareEvent
{
    /// <summary>Ordinary traffic.</summary>
    None = 0,

    /// <summary>A vehicle breaks down in its lane with hazard lights on.</summary>
    StoppedVehicle = 1,

    /// <summary>A cyclist rides against the traffic.</summary>
    WrongWayCyclist = 2,

    /// <summary>Somebody crosses the road where there is no crossing.</summary>
    Jaywalker = 4,

    /// <summary>A deer runs over the road.</summary>
    Animal = 8,

    /// <summary>A patrol car passes with blue lights.</summary>
    Emergency = 16,

    /// <summary>Every kind.</summary>
    All = StoppedVehicle | WrongWayCyclist | Jaywalker | Animal | Emergency,
}
