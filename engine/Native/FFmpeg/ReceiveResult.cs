namespace Sluice.Native.FFmpeg;

/// <summary>What <see cref="VideoDecoder.Receive"/> came back with.</summary>
public enum ReceiveResult
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>None yet: send more.</summary>
    NeedsPacket,

    /// <summary>None any more: the end was sent and all frames are out.</summary>
    End,
}
