namespace Sluice.Core.Stages.Keyframes;

/// <summary>Where something that is displayed lies among the samples, which the metadata may say to turn.</summary>
internal static class CodedPlace
{
    /// <summary>From the picture as displayed to that as coded.</summary>
    /// <param name="x">Share of the width.</param>
    /// <param name="y">Share of the height.</param>
    /// <param name="rotation">Of <see cref="Abstractions.Frame.Rotation"/>.</param>
    public static (float X, float Y) Of(float x, float y, int rotation) => rotation switch
    {
        90 => (y, 1 - x),
        180 => (1 - x, 1 - y),
        270 => (1 - y, x),
        _ => (x, y),
    };
}
