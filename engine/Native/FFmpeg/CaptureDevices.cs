using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// FFmpeg's capture devices, which live in a library of their own, libavdevice: it is loaded when the first device is opened, since most
/// machines have none.
/// </summary>
public static unsafe class CaptureDevices
{
    private static readonly Lazy<string?> Problem = new(Register);

    /// <summary>Makes devices such as <c>v4l2</c> known as input formats.</summary>
    /// <exception cref="NotSupportedException">The library is missing, or this FFmpeg was built without the device.</exception>
    public static void Require(string device)
    {
        if (Problem.Value is { } problem) throw new NotSupportedException(problem);
        if (AvFormat.av_find_input_format(device) == 0)
            throw new NotSupportedException($"this FFmpeg was built without '{device}' devices");
    }

    private static string? Register()
    {
        var generation = FFmpegLibrary.Load().Generation;
        var major = FFmpegRelease.Known.Single(release => release.Generation == generation).AvDevice;
        var file = $"libavdevice.so.{major}";
        var folder = Environment.GetEnvironmentVariable(FFmpegLibrary.FolderVariable);
        var path = string.IsNullOrEmpty(folder) ? file : Path.Combine(folder, file);
        if (!NativeLibrary.TryLoad(path, out var library))
            return $"capture devices need FFmpeg's {file}, which is not there; install it (Debian: libavdevice{major})";
        if (!NativeLibrary.TryGetExport(library, "avdevice_register_all", out var register))
            return $"'{path}' has no avdevice_register_all: it is no libavdevice";
        ((delegate* unmanaged<void>)register)();
        return null;
    }
}
