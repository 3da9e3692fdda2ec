namespace Sluice.Native.FFmpeg;

/// <summary>How an input is opened and read.</summary>
public sealed record DemuxerOptions
{
    /// <summary>
    /// FFmpeg's options for the format and the protocol, such as <c>rtsp_transport</c> = <c>tcp</c> or
    /// <c>probesize</c>. What nobody took is listed in <see cref="Demuxer.UnusedOptions"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Longest time for opening and finding the streams together; zero means no limit.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for one packet or one seek; zero means no limit.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>FFmpeg's short name of the input format when probing must not choose, such as <c>mpegts</c>; else null.</summary>
    public string? Format { get; init; }

    /// <summary>Hands packets on at once instead of keeping those read while probing: less delay for live sources.</summary>
    public bool NoBuffer { get; init; }
}
