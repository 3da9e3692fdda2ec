using Sluice.Core.Config;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>How FFmpeg opens an input: what a source asks for, and what keeps hundreds of cameras quick to open and light.</summary>
internal static class InputOptions
{
    /// <summary>The options of a source.</summary>
    /// <param name="config">The source.</param>
    /// <param name="isCamera">Whether it is live, rather than recorded.</param>
    public static DemuxerOptions Of(SourceConfig config, bool isCamera)
    {
        var options = new Dictionary<string, string>();
        if (isCamera)
        {
            // A frame rate is guessed from twenty frames otherwise, a second's delay at each connection; nothing here needs it.
            options["fpsprobesize"] = "0";
            options["analyzeduration"] = "2000000";
            options["probesize"] = "2000000";
        }

        if (config.Kind == SourceKind.Rtsp) AddRtsp(options, config);
        foreach (var (key, value) in config.Options) options[key] = value;
        return new()
        {
            Options = options,
            OpenTimeout = config.Timeout,
            ReadTimeout = config.Timeout,
            Format = config.Kind == SourceKind.Device ? "v4l2" : null,
        };
    }

    private static void AddRtsp(Dictionary<string, string> options, SourceConfig config)
    {
        options["rtsp_transport"] = config.Transport switch
        {
            RtspTransport.Udp => "udp",
            RtspTransport.UdpMulticast => "udp_multicast",
            RtspTransport.Http => "http",
            _ => "tcp",
        };

        // Sound and metadata would be received only to be thrown away.
        options["allowed_media_types"] = "video";

        // Without a queue FFmpeg does not look for gaps in the packets' numbers; over TCP a gap is the camera's, and as real.
        if (config.Transport is RtspTransport.Tcp or RtspTransport.Http) options["reorder_queue_size"] = "2";
        else options["buffer_size"] = "1048576";
    }
}
