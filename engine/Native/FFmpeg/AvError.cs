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
        -5 => "AVERROR(EIO)",
        -13 => "AVERROR(EACCES)",
        -32 => "AVERROR(EPIPE)",
        -104 => "AVERROR(ECONNRESET)",
        -111 => "AVERROR(ECONNREFUSED)",
        -113 => "AVERROR(EHOSTUNREACH)",
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
