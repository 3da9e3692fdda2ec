using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// Where the pictures of one source go: a file, files, a playlist, a server, viewers. For one caller at a time, except the counts,
/// <see cref="IsWanted"/> and <see cref="Interrupt"/>.
/// </summary>
internal interface IPictureTarget : IDisposable
{
    /// <summary>Whether a picture given now would be used.</summary>
    bool IsWanted => true;

    /// <summary>The GPU that encodes, which takes NV12 where it lies there; null where pictures have to be in host memory.</summary>
    int? Device => null;

    /// <summary>Pictures the encoder took.</summary>
    long Accepted { get; }

    /// <summary>Pictures that are where they should be.</summary>
    long Written { get; }

    /// <summary>Set once by whoever gives pictures: called, on any thread, when somebody wants one now.</summary>
    Action? Wanted { set => _ = value; }

    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">Upright, in host memory or on <see cref="Device"/>; borrowed.</param>
    /// <param name="seconds">Its time since the first one; never less than the one's before.</param>
    /// <param name="capturedAt">When it was taken.</param>
    /// <exception cref="IOException">It cannot be written, or could not a moment ago.</exception>
    void Write(AvFrame picture, double seconds, DateTimeOffset capturedAt);

    /// <summary>Writes what the encoder holds back and closes.</summary>
    /// <exception cref="IOException">The end is missing.</exception>
    void Finish();

    /// <summary>Ends a call that blocks, and all later ones.</summary>
    void Interrupt()
    {
    }
}
