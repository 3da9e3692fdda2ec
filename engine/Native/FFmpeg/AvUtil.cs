using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>libavutil: the functions and constants used, in the headers' spelling.</summary>
internal static unsafe partial class AvUtil
{
    internal const long AV_NOPTS_VALUE = long.MinValue;
    internal const int AVMEDIA_TYPE_VIDEO = 0;
    internal const int AV_DICT_IGNORE_SUFFIX = 2;
    internal const int AV_FRAME_FLAG_CORRUPT = 1;
    internal const int AVCOL_SPC_RGB = 0;
    internal const int AVCOL_SPC_SMPTE170M = 6;
    internal const int AV_PIX_FMT_FLAG_PAL = 2;
    internal const int AV_PIX_FMT_FLAG_HWACCEL = 8;
    internal const int AV_PIX_FMT_FLAG_RGB = 32;

    internal const int AV_HWDEVICE_TYPE_CUDA = 2;

    private const string Library = "avutil";

    /// <summary>A C string as text; null stays null.</summary>
    internal static string? Text(nint utf8) => Marshal.PtrToStringUTF8(utf8);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint avutil_version();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_version_info();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_strerror(int code, byte* text, nuint size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_dict_set(nint* dictionary, string key, string value, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_dict_get(nint dictionary, string key, nint previous, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_dict_free(nint* dictionary);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_opt_set_int(nint target, string name, long value, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_free(nint memory);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_frame_alloc();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_frame_free(nint* frame);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_frame_unref(AvFrameHandle frame);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_ref(AvFrameHandle to, AvFrameHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_frame_move_ref(AvFrameHandle to, AvFrameHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_get_buffer(AvFrameHandle frame, int align);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_is_writable(AvFrameHandle frame);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_make_writable(AvFrameHandle frame);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_copy(AvFrameHandle to, AvFrameHandle from);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_frame_copy_props(AvFrameHandle to, AvFrameHandle from);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_hwdevice_ctx_create(nint* device, int type, string name, nint options, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_hwframe_ctx_alloc(AvHardwareDeviceHandle device);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_hwframe_ctx_init(AvSurfacePoolHandle frames);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_hwframe_get_buffer(AvSurfacePoolHandle frames, AvFrameHandle frame, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_hwframe_transfer_data(AvFrameHandle to, AvFrameHandle from, int flags);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_buffer_ref(AvHardwareDeviceHandle buffer);

    [LibraryImport(Library, EntryPoint = nameof(av_buffer_ref)), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_buffer_ref_surfaces(AvSurfacePoolHandle buffer);

    [LibraryImport(Library, EntryPoint = nameof(av_buffer_ref)), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_buffer_ref_raw(nint buffer);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_buffer_unref(nint* buffer);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_get_pix_fmt_name(int format);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_get_pix_fmt(string name);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint av_pix_fmt_desc_get(int format);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_pix_fmt_count_planes(int format);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_image_get_linesize(int format, int width, int plane);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_image_get_buffer_size(int format, int width, int height, int align);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_image_copy_to_buffer(
        byte* to, int size, nint data, nint strides, int format, int width, int height, int align);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial double av_display_rotation_get(int* matrix);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_display_rotation_set(int* matrix, double angle);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void av_log_set_callback(delegate* unmanaged<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int av_log_format_line2(
        nint context, int level, byte* format, nint arguments, byte* line, int size, int* printPrefix);
}
