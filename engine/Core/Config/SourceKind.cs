namespace Sluice.Core.Config;

/// <summary>What a source's URI points at.</summary>
public enum SourceKind
{
    /// <summary>One recorded file.</summary>
    File,

    /// <summary>A folder of recordings.</summary>
    Folder,

    /// <summary>A camera by RTSP.</summary>
    Rtsp,

    /// <summary>A stream or file by HTTP: HLS, MPEG-TS, MJPEG and what else FFmpeg reads.</summary>
    Http,

    /// <summary>A stream by another protocol of FFmpeg's: UDP, TCP, RTP, RTMP, SRT.</summary>
    Network,

    /// <summary>A capture device of Video4Linux.</summary>
    Device,

    /// <summary>The procedural traffic scene.</summary>
    Scene,
}
