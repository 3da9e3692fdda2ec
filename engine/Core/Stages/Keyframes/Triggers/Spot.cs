using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A place that a track entered. Four whole numbers in a row, as which it is kept.</summary>
/// <param name="Column">From the left.</param>
/// <param name="Row">From the top.</param>
/// <param name="Near">Places around it that were the same to the object.</param>
/// <param name="Sure">1 where the model did not doubt the object there, otherwise 0.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Spot(float Column, float Row, float Near, float Sure)
{
    /// <summary>The place.</summary>
    public (int Column, int Row) Place => ((int)Column, (int)Row);
}
