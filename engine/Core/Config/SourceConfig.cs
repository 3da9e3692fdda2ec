using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Config;

/// <summary>One entry of <c>sources</c>: a camera, a file or a folder of recordings.</summary>
public sealed record SourceConfig
{
    /// <summary>The public key of the source.</summary>
    [Description("Public key of the source: letters, digits, '-', '_' and '.'."), Required]
    public string Id { get; init; } = "";

    /// <summary>Where it is; may hold a password, so never print it unredacted.</summary>
    [Description("A URL (rtsp, rtsps, http, https, rtmp, srt, udp, tcp, rtp), a path of a file or folder, /dev/videoN or v4l2:/dev/videoN, " +
        "or scene:PLACEMENT?seed=N."), Required]
    public string Uri { get; init; } = "";

    /// <summary>How fast a recorded source is read; ignored for live ones.</summary>
    [Description("How fast a recorded source is read.")]
    public Pace Pace { get; init; } = Pace.Fast;

    /// <summary>How often a recorded source is read: 1 once, 0 for ever.</summary>
    [Description("true for endless, or a number of passes.")]
    public LoopCount Loop { get; init; } = LoopCount.Once;

    /// <summary>RTSP transport.</summary>
    [Description("RTSP transport.")]
    public RtspTransport Transport { get; init; } = RtspTransport.Tcp;

    /// <summary>How long connecting and each read may take.</summary>
    [Description("How long connecting, or waiting for the next packet, may take before the source is reconnected.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before a lost or unreachable camera is opened again.</summary>
    [Description("First wait before a lost or unreachable camera is opened again; it doubles from try to try, with jitter."), Range(0.001, 3600)]
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries.</summary>
    [Description("Longest wait between two tries; a camera in quarantine waits up to twice as long."), Range(0.001, 86400)]
    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What becomes of pictures the decoder could only make up in part.</summary>
    [Description("What becomes of pictures that came out damaged.")]
    public DamagedPictures Damaged { get; init; } = DamagedPictures.Auto;

    /// <summary>How far a sender's clock may be from ours and still be believed.</summary>
    [Description("How far the clock of a camera's RTCP sender reports may be from the time of arrival and still say when a frame was taken; " +
        "0s never believes it."), Range(0, 86400)]
    public TimeSpan ClockWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Options handed to FFmpeg for the input.</summary>
    [Description("FFmpeg's own options for the input, such as probesize or rtsp_flags; they win over what the engine chooses.")]
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Decoder threads; 0 lets the engine choose.</summary>
    [Description("Decoder threads; 0 lets the engine choose."), Range(0, 64)]
    public int Threads { get; init; }

    /// <summary>What the URI points at.</summary>
    [Browsable(false)]
    public SourceKind Kind { get; init; }

    /// <summary>The absolute path of a file or folder, otherwise the URI; may hold a password.</summary>
    [Browsable(false)]
    public string Location { get; init; } = "";

    /// <summary>The URI as it may be printed: variables by name, no password.</summary>
    [Browsable(false)]
    public string ShownUri { get; init; } = "";

    /// <summary>Where it is written.</summary>
    [Browsable(false)]
    public TextLocation At { get; init; }

    /// <summary>Whether frames come whether or not the engine keeps up, so that edges below drop instead of waiting.</summary>
    public bool IsLive => SourceUri.IsLive(Kind, Pace);

    /// <summary>The id and the printable URI: records print every member otherwise, the password too.</summary>
    public override string ToString() => $"{Id} ({ShownUri})";
}
