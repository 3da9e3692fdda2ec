using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>Chooses among the formats that a decoder offers for a stream.</summary>
internal static unsafe class HardwareFormat
{
    private const int None = -1;
    private static readonly int Cuda = AvUtil.av_get_pix_fmt("cuda");

    /// <summary>For <c>AVCodecContext.get_format</c>.</summary>
    internal static nint Chooser => (nint)(delegate* unmanaged[Cdecl]<nint, int*, int>)&Choose;

    // The device's format where it is offered. Where the device refused the stream FFmpeg asks again without it, and the first format that
    // lies in host memory is taken.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int Choose(nint context, int* offered)
    {
        try
        {
            for (var at = offered; *at != None; at++)
                if (*at == Cuda) return Cuda;
            for (var at = offered; *at != None; at++)
                if (!AvPixelFormat.Of(*at).IsHardware) return *at;
        }
        catch (Exception)
        {
            // Unwinding through FFmpeg would end the process; no format is an answer that it knows.
        }

        return None;
    }
}
