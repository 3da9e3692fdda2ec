namespace Sluice.Core.Scene.World;

/// <summary>The grain of a static surface.</summary>
internal enum Material
{
    Plain,
    Asphalt,
    Grass,
    Paving,
    Brick,
    Plaster,
    Foliage,
    Paint,
    Glass,
}
