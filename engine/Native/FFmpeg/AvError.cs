using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>FFmpeg's error codes by name: negated errno values and FFmpeg's own four-letter tags.</summary>
public static class AvError
{
    /// <summary><c>AVERROR_EOF</c>.</summary>
    public const int Eof = -541478725;

    /// <summary><c>AVERROR_INVALIDDATA</c>.</summary>
    public const int InvalidData = -1094995529;

    /// <summary><c>AVERROR_EXIT</c>: an interrupt callback asked to stop.</summary>
    public const int Exit = -1414092869;

    /// <summary><c>AVERROR_DECODER_NOT_FOUND</c>.</summary>
    public const int DecoderNotFound = -1128613112;

    /// <summary><c>AVERROR_ENCODER_NOT_FOUND</c>.</summary>
    public const int EncoderNotFound = -1129203192;

    /// <summary><c>AVERROR_STREAM_NOT_FOUND</c>.</summary>
    public const int StreamNotFound = -1381258232;

    /// <summary><c>AVERROR(EAGAIN)</c>.</summary>
    public const int Again = -11;

    /// <summary><c>AVERROR(ENOMEM)</c>.</summary>
    public const int NoMemory = -12;

    /// <summary><c>AVERROR(EINVAL)</c>.</summary>
    public const int InvalidArgument = -22;

    /// <summary><c>AVERROR(ENOENT)</c>.</summary>
    public const int NoEntry = -2;

    /// <summary><c>AVERROR(ETIMEDOUT)</c>.</summary>
    public const int TimedOut = -110;

    /// <summary><c>AVERROR_HTTP_BAD_REQUEST</c>.</summary>
    public const int HttpBadRequest = -808465656;

    /// <summary><c>AVERROR_HTTP_UNAUTHORIZED</c>.</summary>
    public const int HttpUnauthorized = -825242872;

    /// <summary><c>AVERROR_HTTP_FORBIDDEN</c>.</summary>
    public const int HttpForbidden = -858797304;

    /// <summary><c>AVERROR_HTTP_NOT_FOUND</c>.</summary>
    public const int HttpNotFound = -875574520;

    /// <summary><c>AVERROR_HTTP_OTHER_4XX</c>.</summary>
    public const int HttpOther4xx = -1482175736;

    /// <summary><c>AVERROR_HTTP_SERVER_ERROR</c>.</summary>
    public const int HttpServerError = -1482175992;

    /// <summary><c>AVERROR_PROTOCOL_NOT_FOUND</c>.</summary>
    public const int ProtocolNotFound = -1330794744;

    /// <summary><c>AVERROR_DEMUXER_NOT_FOUND</c>.</summary>
    public const int DemuxerNotFound = -1296385272;

    /// <summary><c>AVERROR_PATCHWELCOME</c>.</summary>
    public const int NotImplemented = -1163346256;

    /// <summary><c>AVERROR(EIO)</c>.</summary>
    public const int InputOutput = -5;

    /// <summary><c>AVERROR(ENODEV)</c>.</summary>
    public const int NoDevice = -19;

    /// <summary><c>AVERROR(EACCES)</c>.</summary>
    public const int AccessDenied = -13;

    /// <summary><c>AVERROR(EPIPE)</c>.</summary>
    public const int BrokenPipe = -32;

    /// <summary><c>AVERROR(ENETDOWN)</c>.</summary>
    public const int NetworkDown = -100;

    /// <summary><c>AVERROR(ENETUNREACH)</c>.</summary>
    public const int NetworkUnreachable = -101;

    /// <summary><c>AVERROR(ECONNABORTED)</c>.</summary>
    public const int ConnectionAborted = -103;

    /// <summary><c>AVERROR(ECONNRESET)</c>.</summary>
    public const int ConnectionReset = -104;

    /// <summary><c>AVERROR(ENOTCONN)</c>.</summary>
    public const int NotConnected = -107;

    /// <summary><c>AVERROR(ECONNREFUSED)</c>.</summary>
    public const int ConnectionRefused = -111;

    /// <summary><c>AVERROR(EHOSTDOWN)</c>.</summary>
    public const int HostDown = -112;

    /// <summary><c>AVERROR(EHOSTUNREACH)</c>.</summary>
    public const int HostUnreachable = -113;

    /// <summary>The code's symbolic name, such as <c>AVERROR_INVALIDDATA</c> or <c>AVERROR(ENOENT)</c>.</summary>
    public static string Name(int code) => code switch
    {
        Eof => "AVERROR_EOF",
        InvalidData => "AVERROR_INVALIDDATA",
        Exit => "AVERROR_EXIT",
        DecoderNotFound => "AVERROR_DECODER_NOT_FOUND",
        EncoderNotFound => "AVERROR_ENCODER_NOT_FOUND",
        StreamNotFound => "AVERROR_STREAM_NOT_FOUND",
        Again => "AVERROR(EAGAIN)",
        NoMemory => "AVERROR(ENOMEM)",
        InvalidArgument => "AVERROR(EINVAL)",
        NoEntry => "AVERROR(ENOENT)",
        TimedOut => "AVERROR(ETIMEDOUT)",
        HttpBadRequest => "AVERROR_HTTP_BAD_REQUEST",
        HttpUnauthorized => "AVERROR_HTTP_UNAUTHORIZED",
        HttpForbidden => "AVERROR_HTTP_FORBIDDEN",
        HttpNotFound => "AVERROR_HTTP_NOT_FOUND",
        HttpOther4xx => "AVERROR_HTTP_OTHER_4XX",
        HttpServerError => "AVERROR_HTTP_SERVER_ERROR",
        ProtocolNotFound => "AVERROR_PROTOCOL_NOT_FOUND",
        DemuxerNotFound => "AVERROR_DEMUXER_NOT_FOUND",
        NotImplemented => "AVERROR_PATCHWELCOME",
        InputOutput => "AVERROR(EIO)",
        NoDevice => "AVERROR(ENODEV)",
        AccessDenied => "AVERROR(EACCES)",
        BrokenPipe => "AVERROR(EPIPE)",
        NetworkDown => "AVERROR(ENETDOWN)",
        NetworkUnreachable => "AVERROR(ENETUNREACH)",
        ConnectionAborted => "AVERROR(ECONNABORTED)",
        ConnectionReset => "AVERROR(ECONNRESET)",
        NotConnected => "AVERROR(ENOTCONN)",
        ConnectionRefused => "AVERROR(ECONNREFUSED)",
        HostDown => "AVERROR(EHOSTDOWN)",
        HostUnreachable => "AVERROR(EHOSTUNREACH)",
        > -4096 and < 0 => $"AVERROR({-code})",
        _ => Tag(code),
    };

    /// <summary>FFmpeg's sentence for the code, such as <c>No such file or directory</c>.</summary>
    public static unsafe string Text(int code)
    {
        FFmpegLibrary.Load();
        var buffer = stackalloc byte[160];
        _ = AvUtil.av_strerror(code, buffer, 160);
        return Marshal.PtrToStringUTF8((nint)buffer) ?? "";
    }

    // FFERRTAG: the negated little-endian four letters, with 0xF8 first in the HTTP errors and others.
    private static string Tag(int code)
    {
        var bits = (uint)-(long)code;
        var letters = string.Concat(Enumerable.Range(0, 4).Select(i => (char)((bits >> (8 * i)) & 255)));
        return letters.All(c => c > ' ' && c < 127) ? $"AVERROR '{letters}'" : $"AVERROR '{letters[1..]}'";
    }
}
