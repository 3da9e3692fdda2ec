using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A frame that may yet be chosen: its data, its features, and its pixels as JPEG, so that waiting costs little memory.</summary>
/// <param name="frame">The frame without its pixels; owned.</param>
/// <param name="jpeg">The pixels.</param>
/// <param name="features">Its appearance; owned.</param>
/// <param name="at">Its time on the source's clock, in seconds.</param>
internal sealed class Candidate(Frame frame, byte[] jpeg, float[] features, double at) : IDisposable
{
    /// <summary>The frame without its pixels.</summary>
    public Frame Frame => frame;

    /// <summary>The pixels.</summary>
    public byte[] Jpeg => jpeg;

    /// <summary>Its appearance.</summary>
    public float[] Features => features;

    /// <summary>Its time on the source's clock, in seconds.</summary>
    public double At => at;

    /// <summary>Lets go of the frame; one that was not emitted then counts as sampled out.</summary>
    public void Dispose() => frame.Dispose();
}
