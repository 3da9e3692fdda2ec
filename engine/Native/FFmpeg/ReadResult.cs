namespace Sluice.Native.FFmpeg;

/// <summary>What <see cref="Demuxer.TryRead"/> came back with.</summary>
public enum ReadResult
{
    /// <summary>A packet of the video stream.</summary>
    Packet,

    /// <summary>The input has ended.</summary>
    End,

    /// <summary>Somebody interrupted or cancelled; the demuxer can only be disposed now.</summary>
    Interrupted,
}
