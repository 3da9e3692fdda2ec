namespace Sluice.Core.Config;

/// <summary>How RTP packets travel.</summary>
public enum RtspTransport
{
    /// <summary>Interleaved in the RTSP connection: loses nothing.</summary>
    Tcp,

    /// <summary>Datagrams: lower delay, may lose.</summary>
    Udp,
}
