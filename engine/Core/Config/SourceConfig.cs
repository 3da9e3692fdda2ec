using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Config.Binding;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;

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

    /// <summary>Whether a folder is watched for new recording sessions.</summary>
    [Description("Watches a folder for new recording sessions, each a file or a sub-folder, for as long as the engine runs.")]
    public bool Watch { get; init; }

    /// <summary>How long nothing of a session may have changed before it counts as complete.</summary>
    [Description("In a watched folder: how long nothing of a session must have changed before it is complete, unless its marker is there."), Range(0.05, 86400)]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The marker that says that a session is complete.</summary>
    [Description("In a watched folder: a file that says that a session is complete: its name in a session's folder, or its ending after the session's name (a.mp4.done); *.done matches any name with that ending."), RegularExpression(@"[^/\\\s]+")]
    public string Marker { get; init; } = "*.done";

    /// <summary>Where a watched folder's ledger lies.</summary>
    [Description("In a watched folder: the folder of sessions.jsonl, which remembers what was read and what is quarantined; out/sessions/ID when left out.")]
    public string? State { get; init; }

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

    /// <summary>Where it is decoded; null for the CPU.</summary>
    [Description("Where it is decoded: a device, or a mapping. Left out, on the CPU.")]
    [ShortForm(nameof(DecodeConfig.Device))]
    public DecodeConfig? Decode { get; init; }

    /// <summary>Decodes only what is worth it; null decodes everything.</summary>
    [Description("Decode only what is worth it: activity, or a mapping. Skipped frames count as sampled_out. Left out, everything is decoded.")]
    [ShortForm(nameof(GateOptions.Use))]
    public GateOptions? Gate { get; init; }

    /// <summary>Whether what the graph takes is the same as if everything were decoded; otherwise cheaper decoding will do.</summary>
    [Description("Whether frames are the same, chosen and to the pixel, as if everything were decoded. false takes frames nearby where they cost less "
        + "(intra frames first), leaves out the codec's loop filter, and decodes smaller where only models look; sluice plan says what.")]
    public bool Exact { get; init; } = true;

    /// <summary>What the URI points at.</summary>
    [Browsable(false)]
    public SourceKind Kind { get; init; }

    /// <summary>The absolute path of a file or folder, otherwise the URI; may hold a password.</summary>
    [Browsable(false)]
    public string Location { get; init; } = "";

    /// <summary>Absolute path of the folder of a watched folder's ledger.</summary>
    [Browsable(false)]
    public string StateDirectory { get; init; } = "";

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
