using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.World;

/// <summary>A traffic light: where its middle lamp is, which way it looks and which signal group it shows.</summary>
internal sealed record SignalHead(Vec3 Position, Vec3 Facing, int Group, int Item);
