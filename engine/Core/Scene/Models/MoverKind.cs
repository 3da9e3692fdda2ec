namespace Sluice.Core.Scene.Models;

/// <summary>What moves through the scene: the truth's classes in that order.</summary>
internal enum MoverKind
{
    Person,
    Cyclist,
    Car,
    Truck,
    Bus,
    Deer,
}
