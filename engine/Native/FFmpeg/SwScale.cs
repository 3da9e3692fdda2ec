using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>libswscale: the functions and constants used, in the headers' spelling.</summary>
internal static unsafe partial class SwScale
{
    internal const int SWS_FAST_BILINEAR = 1;
    internal const int SWS_BILINEAR = 2;
    internal const int SWS_BICUBIC = 4;
    internal const int SWS_AREA = 0x20;
    internal const int SWS_FULL_CHR_H_INT = 0x2000;
    internal const int SWS_ACCURATE_RND = 0x40000;

    private const string Library = "swscale";

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint swscale_version();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int sws_isSupportedInput(int format);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int sws_isSupportedOutput(int format);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint sws_alloc_context();

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int sws_init_context(SwsContextHandle context, nint fromFilter, nint toFilter);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void sws_freeContext(nint context);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int* sws_getCoefficients(int colorspace);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int sws_setColorspaceDetails(
        SwsContextHandle context, int* fromTable, int fromFullRange, int* toTable, int toFullRange,
        int brightness, int contrast, int saturation);

    [LibraryImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int sws_scale(
        SwsContextHandle context, byte** from, int* fromStride, int fromY, int fromHeight, byte** to, int* toStride);
}
