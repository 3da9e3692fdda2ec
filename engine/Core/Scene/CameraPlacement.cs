namespace Sluice.Core.Scene;

/// <summary>Where the scene's camera stands; each placement has its own street, paths and traffic.</summary>
public enum CameraPlacement
{
    /// <summary>On a bridge over a dual carriageway, looking along it.</summary>
    Overpass,

    /// <summary>At head height beside a town street, looking across it at an angle.</summary>
    Roadside,

    /// <summary>On the corner of a signalled junction.</summary>
    Junction,

    /// <summary>On a high pole above a pedestrian crossing.</summary>
    Crossing,
}
