using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>Turns what opening and reading throw into reasons.</summary>
internal static class FaultClassifier
{
    /// <summary>What a failure means.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="url">What was being read: the same code means another thing with TLS, or for a file.</param>
    public static StreamFault Classify(Exception failure, string url)
    {
        var message = SourceUrl.Redact(failure.Message);
        return failure switch
        {
            StreamFaultException known => known.Fault,
            AvException call => new(ReasonOf(call, url), message),
            IOException or UnauthorizedAccessException => new(FaultReason.FileFault, message),
            NotSupportedException => new(FaultReason.Unsupported, message),
            InvalidDataException => new(FaultReason.InvalidData, message),
            _ => new(FaultReason.Other, message),
        };
    }

    private static FaultReason ReasonOf(AvException call, string url)
    {
        var isReading = call.Call == "av_read_frame";
        if (call.IsDeadline) return isReading ? FaultReason.ReadTimeout : FaultReason.OpenTimeout;
        return call.Code switch
        {
            AvError.ConnectionRefused => FaultReason.Refused,
            AvError.HostUnreachable or AvError.NetworkUnreachable or AvError.NetworkDown or AvError.HostDown => FaultReason.Unreachable,
            AvError.TimedOut => isReading ? FaultReason.ConnectionLost : FaultReason.Unreachable,
            AvError.ConnectionReset or AvError.ConnectionAborted or AvError.BrokenPipe or AvError.NotConnected => FaultReason.ConnectionLost,
            AvError.HttpUnauthorized or AvError.HttpForbidden => FaultReason.Unauthorized,
            AvError.HttpNotFound => FaultReason.NotFound,
            AvError.HttpBadRequest or AvError.HttpOther4xx or AvError.HttpServerError => FaultReason.ServerError,
            AvError.InvalidData => FaultReason.InvalidData,
            AvError.StreamNotFound => FaultReason.NoVideo,
            AvError.DecoderNotFound or AvError.DemuxerNotFound or AvError.ProtocolNotFound or AvError.NotImplemented => FaultReason.Unsupported,
            AvError.Eof => isReading ? FaultReason.StreamEnded : FaultReason.ConnectionLost,
            AvError.InputOutput => InputOutput(isReading, url),
            _ when !IsRemote(url) => FaultReason.FileFault,
            _ => FaultReason.Other,
        };
    }

    // FFmpeg's TLS layers have no codes of their own: they answer with an input/output error.
    private static FaultReason InputOutput(bool isReading, string url)
    {
        if (!IsRemote(url)) return FaultReason.FileFault;
        var isTls = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("rtsps:", StringComparison.OrdinalIgnoreCase);
        return isTls && !isReading ? FaultReason.TlsFailed : FaultReason.ConnectionLost;
    }

    private static bool IsRemote(string url) => url.Contains("://", StringComparison.Ordinal)
        && !url.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
}
