using Sluice.Core.Config;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>Tells before anything is opened what the installed FFmpeg cannot read.</summary>
internal static class InputSupport
{
    /// <summary>What is missing for a source; null when nothing is.</summary>
    public static string? Missing(SourceConfig config) => Missing(config, InputProtocols.Names);

    /// <summary>What is missing for a source, given the protocols there are.</summary>
    internal static string? Missing(SourceConfig config, IReadOnlyList<string> protocols)
    {
        if (config.Kind == SourceKind.Device) return MissingDevice();
        if (ProtocolOf(config) is not { } protocol || protocols.Contains(protocol)) return null;
        return $"unknown protocol '{protocol}': this FFmpeg was built without it and reads {string.Join(", ", protocols.Order())}";
    }

    private static string? ProtocolOf(SourceConfig config) => SourceUri.SchemeOf(config.Uri) switch
    {
        "rtsp" => config.Transport == RtspTransport.Http ? "http" : "tcp",
        "rtsps" => "tls",
        _ when config.Kind is SourceKind.Http or SourceKind.Network => SourceUri.SchemeOf(config.Uri),
        _ => null,
    };

    private static string? MissingDevice()
    {
        try
        {
            CaptureDevices.Require("v4l2");
            return null;
        }
        catch (NotSupportedException problem)
        {
            return problem.Message;
        }
    }
}
