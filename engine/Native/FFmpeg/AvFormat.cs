using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>libavformat: the functions and constants used, in the headers' spelling.</summary>
internal static unsafe partial class AvFormat
{
    internal const int AVFMT_NOFILE = 1;
    internal const int AVFMT_GLOBALHEADER = 0x40;
    internal const int AVIO_FLAG_WRITE = 2;
    internal const int AVSEEK_FLAG_BYTE = 2;

    private const string Library = "avformat";

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint avformat_version();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avformat_alloc_context();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_find_input_format(string name);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avio_enum_protocols(nint* iterator, int output);

    /// <summary>Frees the context and zeroes the pointer when it fails.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avformat_open_input(nint* context, string url, nint format, nint* options);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avformat_find_stream_info(AvInputHandle context, nint* options);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_find_best_stream(
        AvInputHandle context, int type, int wanted, int related, nint* decoder, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_stream_get_side_data(nint stream, int type, nuint* size);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_stream_new_side_data(nint stream, int type, nuint size);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_read_frame(AvInputHandle context, AvPacketHandle packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avformat_seek_file(
        AvInputHandle context, int stream, long min, long target, long max, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void avformat_close_input(nint* context);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avformat_alloc_output_context2(nint* context, nint format, string? name, string path);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avformat_new_stream(AvOutputHandle context, nint codec);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avio_open(nint* io, string path, int flags);

    /// <summary>As <c>avio_open</c>, with an <c>AVIOInterruptCB</c> that ends its waits.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avio_open2(nint* io, string url, int flags, nint interrupt, nint* options);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avio_closep(nint* io);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avio_open_dyn_buf(nint* io);

    /// <summary>Frees the context and hands over its bytes, which <c>av_free</c> frees.</summary>
    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avio_close_dyn_buf(nint io, nint* bytes);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avformat_write_header(AvOutputHandle context, nint* options);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_interleaved_write_frame(AvOutputHandle context, AvPacketHandle packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_write_frame(AvOutputHandle context, AvPacketHandle packet);

    [LibraryImport(Library, EntryPoint = nameof(av_write_frame))]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_write_null_frame(AvOutputHandle context, nint zero);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_write_trailer(AvOutputHandle context);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void avformat_free_context(nint context);
}
