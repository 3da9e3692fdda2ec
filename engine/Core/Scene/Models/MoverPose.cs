using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Models;

/// <summary>One mover at one moment.</summary>
/// <param name="Track">Its number, the same in every frame.</param>
/// <param name="Look">How it looks.</param>
/// <param name="Position">Its centre on the ground.</param>
/// <param name="Ahead">Unit vector of its heading.</param>
/// <param name="Travelled">Metres since it appeared; moves legs and wheels.</param>
/// <param name="Speed">Metres per second.</param>
/// <param name="Braking">Whether the brake lights are on.</param>
/// <param name="Phase">Seconds, for what blinks.</param>
/// <param name="Event">What is unusual about it.</param>
internal readonly record struct MoverPose(
    int Track, MoverLook Look, Vec3 Position, Vec3 Ahead, double Travelled, double Speed, bool Braking, double Phase,
    RareEvent Event);
