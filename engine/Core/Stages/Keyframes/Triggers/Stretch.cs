using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A part of a track's way. Five numbers in a row, as which it is kept.</summary>
/// <param name="From">Where it began, as shares of the picture.</param>
/// <param name="To">Where it ended.</param>
/// <param name="Near">Places around one that were the same to the object; a whole number.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Stretch(Vector2 From, Vector2 To, float Near);
