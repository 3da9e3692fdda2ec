using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>libavcodec: the functions and constants used, in the headers' spelling.</summary>
internal static unsafe partial class AvCodec
{
    internal const int AV_PKT_FLAG_KEY = 1;
    internal const int AV_PKT_FLAG_CORRUPT = 2;
    internal const int AV_PKT_FLAG_DISCARD = 4;
    internal const int AV_PKT_DATA_DISPLAYMATRIX = 5;
    internal const int AV_PKT_DATA_PRFT = 27;
    internal const int AV_CODEC_FLAG_LOW_DELAY = 1 << 19;
    internal const int AV_CODEC_FLAG_GLOBAL_HEADER = 1 << 22;
    internal const int AVDISCARD_DEFAULT = 0;
    internal const int AVDISCARD_NONREF = 8;
    internal const int AVDISCARD_NONINTRA = 24;
    internal const int AVDISCARD_NONKEY = 32;
    internal const int AVDISCARD_ALL = 48;

    private const string Library = "avcodec";

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint avcodec_version();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_get_class();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_get_name(int id);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_profile_name(int id, int profile);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_find_decoder(int id);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_find_decoder_by_name(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_find_encoder_by_name(string name);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_alloc_context3(nint codec);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void avcodec_free_context(nint* context);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_open2(AvCodecContextHandle context, nint codec, nint* options);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_send_packet(AvCodecContextHandle context, AvPacketHandle packet);

    [LibraryImport(Library, EntryPoint = nameof(avcodec_send_packet))]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_send_null_packet(AvCodecContextHandle context, nint zero);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_receive_frame(AvCodecContextHandle context, AvFrameHandle frame);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_send_frame(AvCodecContextHandle context, AvFrameHandle frame);

    [LibraryImport(Library, EntryPoint = nameof(avcodec_send_frame))]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_send_null_frame(AvCodecContextHandle context, nint zero);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_receive_packet(AvCodecContextHandle context, AvPacketHandle packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void avcodec_flush_buffers(AvCodecContextHandle context);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint avcodec_parameters_alloc();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void avcodec_parameters_free(nint* parameters);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_parameters_copy(AvCodecParametersHandle to, nint from);

    [LibraryImport(Library, EntryPoint = nameof(avcodec_parameters_copy)), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_parameters_copy_to(nint to, AvCodecParametersHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_parameters_to_context(AvCodecContextHandle context, AvCodecParametersHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int avcodec_parameters_from_context(nint parameters, AvCodecContextHandle context);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_packet_alloc();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_packet_free(nint* packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_packet_unref(AvPacketHandle packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_packet_ref(AvPacketHandle to, AvPacketHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_packet_move_ref(AvPacketHandle to, AvPacketHandle from);

    // FFmpeg 4.4 writes an int as the size, later ones a size_t: a zeroed nuint serves both on little-endian machines.
    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_packet_get_side_data(AvPacketHandle packet, int type, nuint* size);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_packet_make_writable(AvPacketHandle packet);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_new_packet(AvPacketHandle packet, int size);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_packet_rescale_ts(AvPacketHandle packet, AvRational from, AvRational to);
}
