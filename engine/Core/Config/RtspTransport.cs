using System.ComponentModel;

namespace Sluice.Core.Config;

/// <summary>How RTP packets travel.</summary>
public enum RtspTransport
{
    /// <summary>Interleaved in the RTSP connection: loses nothing.</summary>
    [Description("Interleaved in the RTSP connection: loses nothing.")]
    Tcp,

    /// <summary>Datagrams: lower delay, may lose.</summary>
    [Description("Datagrams: lower delay, may lose.")]
    Udp,

    /// <summary>Datagrams to a group: one stream of the camera serves many.</summary>
    [Description("Datagrams to a group, so that one stream of the camera serves many.")]
    UdpMulticast,

    /// <summary>RTSP in HTTP, through proxies that let nothing else pass.</summary>
    [Description("RTSP inside HTTP, for proxies that let nothing else pass.")]
    Http,
}
