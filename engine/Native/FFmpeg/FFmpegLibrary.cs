using System.Reflection;
using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>The FFmpeg shared libraries of this process: which version, and where they came from.</summary>
public sealed class FFmpegLibrary
{
    /// <summary>Environment variable that names the folder of the libraries; without it the library path is searched.</summary>
    public const string FolderVariable = "SLUICE_FFMPEG";

    private static readonly Lock Gate = new();
    private static volatile FFmpegLibrary? s_loaded;
    private readonly IReadOnlyDictionary<string, nint> _handles;

    private FFmpegLibrary(FFmpegRelease release, IReadOnlyDictionary<string, nint> handles)
    {
        Generation = release.Generation;
        _handles = handles;
    }

    /// <summary>Which struct layouts apply.</summary>
    public FFmpegGeneration Generation { get; }

    /// <summary>The build's own version text, such as <c>5.1.9-0+deb12u1</c>.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Loads the libraries on the first call; later calls return the same object and cost nothing.</summary>
    /// <exception cref="DllNotFoundException">No known FFmpeg; lists the paths tried and the versions known.</exception>
    public static FFmpegLibrary Load()
    {
        if (s_loaded is { } loaded) return loaded;
        lock (Gate)
        {
            return s_loaded ?? LoadOnce();
        }
    }

    private static FFmpegLibrary LoadOnce()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        var locator = new FFmpegLocator(string.IsNullOrEmpty(folder) ? null : folder);
        var release = locator.Find();
        var library = new FFmpegLibrary(release, locator.Loaded);
        NativeLibrary.SetDllImportResolver(typeof(FFmpegLibrary).Assembly, library.Resolve);
        Verify("avcodec", AvCodec.avcodec_version(), release.AvCodec, release);
        Verify("avformat", AvFormat.avformat_version(), release.AvFormat, release);
        Verify("avutil", AvUtil.avutil_version(), release.AvUtil, release);
        Verify("swscale", SwScale.swscale_version(), release.SwScale, release);
        library.Version = AvUtil.Text(AvUtil.av_version_info()) ?? release.Name;
        s_loaded = library;
        FFmpegLog.Install();
        return library;
    }

    private static void Verify(string name, uint version, int major, FFmpegRelease release)
    {
        if (version >> 16 == major) return;
        throw new DllNotFoundException(
            $"lib{name}.so.{major} says it is version {version >> 16}.{(version >> 8) & 255}; " +
            $"FFmpeg {release.Name} has {major}. Known versions: {FFmpegRelease.KnownText}.");
    }

    private nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => _handles.GetValueOrDefault(name);
}
