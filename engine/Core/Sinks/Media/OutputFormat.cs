using System.ComponentModel;

namespace Sluice.Core.Sinks.Media;

/// <summary>The form in which pictures leave the engine.</summary>
public enum OutputFormat
{
    /// <summary>What <c>to</c> looks like.</summary>
    [Description("What 'to' looks like.")]
    Auto,

    /// <summary>One video file a source.</summary>
    [Description("One video file per source.")]
    File,

    /// <summary>Files of a fixed length, one after another.</summary>
    [Description("Video files of a fixed length, one after another.")]
    Segments,

    /// <summary>HLS: short pieces and a playlist, for browsers.</summary>
    [Description("HLS: a playlist and short pieces, for browsers and players.")]
    Hls,

    /// <summary>Sent to an RTSP server.</summary>
    [Description("Sent to an RTSP server (ANNOUNCE and RECORD, over TCP).")]
    Rtsp,

    /// <summary>Sent to an RTMP server.</summary>
    [Description("Sent to an RTMP server.")]
    Rtmp,

    /// <summary>Motion JPEG on the engine's web front.</summary>
    [Description("Motion JPEG and single pictures on the engine's web front.")]
    Mjpeg,
}
