namespace Sluice.Tests.Cuda;

/// <summary>
/// A test on the emulated encoder, which is compiled with NVIDIA's header; must run where <c>CI</c> is set; elsewhere skipped where the header,
/// the compiler or the ffmpeg program is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NvencFactAttribute : FactAttribute
{
    public NvencFactAttribute()
    {
        Skip = new GccFFmpegFactAttribute().Skip;
        if (Skip == null && !HasHeaders && Environment.GetEnvironmentVariable("CI") == null) Skip = "needs ffnvcodec/nvEncodeAPI.h (Debian: libffmpeg-nvenc-dev)";
    }

    /// <summary>Whether the header is there.</summary>
    public static bool HasHeaders { get; } = File.Exists("/usr/include/ffnvcodec/nvEncodeAPI.h") || File.Exists("/usr/local/include/ffnvcodec/nvEncodeAPI.h");
}
