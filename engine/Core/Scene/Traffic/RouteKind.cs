namespace Sluice.Core.Scene.Traffic;

/// <summary>Who uses a route.</summary>
internal enum RouteKind
{
    Vehicles,
    Bicycles,
    Pedestrians,
}
