using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A place: its camera, what stands there and the ways through it.</summary>
internal sealed record Site(SceneCamera Camera, WorldBuilder World, IReadOnlyList<Route> Routes, int Crossings,
    bool Signalled)
{
    public static Site Build(SceneOptions options, Pcg32 lot) => options.Camera switch
    {
        CameraPlacement.Overpass => OverpassSite.Build(options, lot),
        CameraPlacement.Roadside => RoadsideSite.Build(options, lot),
        CameraPlacement.Junction => JunctionSite.Build(options, lot),
        _ => CrossingSite.Build(options, lot),
    };
}
