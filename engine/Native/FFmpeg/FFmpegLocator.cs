using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>Finds the newest known FFmpeg whose libraries all load, in one folder or on the library path.</summary>
/// <param name="folder">The folder to look in; null for the system's library path.</param>
internal sealed class FFmpegLocator(string? folder)
{
    private readonly List<string> _tried = [];
    private readonly Dictionary<string, nint> _loaded = [];

    /// <summary>Handles of the libraries by bare name (<c>avcodec</c>), after <see cref="Find"/>.</summary>
    internal IReadOnlyDictionary<string, nint> Loaded => _loaded;

    /// <exception cref="DllNotFoundException">None found; the message lists all that was tried.</exception>
    internal FFmpegRelease Find()
    {
        foreach (var release in FFmpegRelease.Known)
            if (TryLoad(release)) return release;

        var where = folder == null ? "the library path" : $"{FFmpegLibrary.FolderVariable}='{folder}'";
        throw new DllNotFoundException(
            $"No usable FFmpeg on {where}. Known versions: {FFmpegRelease.KnownText}.{UnknownVersion()} " +
            $"Install one of them (Debian: ffmpeg) or name its folder in {FFmpegLibrary.FolderVariable}. " +
            $"Tried: {string.Join(", ", _tried)}.");
    }

    private bool TryLoad(FFmpegRelease release)
    {
        _loaded.Clear();
        foreach (var (name, major) in release.Libraries)
        {
            var path = PathOf($"lib{name}.so.{major}");
            if (NativeLibrary.TryLoad(path, out var handle))
            {
                _loaded[name] = handle;
                continue;
            }

            // Only a dependency of the others: absent from the folder, it may still come from the system.
            if (name == "swresample") continue;
            _tried.Add(path);
            foreach (var opened in _loaded.Values) NativeLibrary.Free(opened);
            _loaded.Clear();
            return false;
        }

        return true;
    }

    private unsafe string UnknownVersion()
    {
        var path = PathOf("libavcodec.so");
        _tried.Add(path);
        if (!NativeLibrary.TryLoad(path, out var handle)) return "";
        try
        {
            if (!NativeLibrary.TryGetExport(handle, "avcodec_version", out var version)) return "";
            var major = ((delegate* unmanaged<uint>)version)() >> 16;
            var known = FFmpegRelease.Known.Any(release => release.AvCodec == major);
            return $" '{path}' is libavcodec {major}, {(known ? "but not all libraries of that version are there" : "which is not known here")}.";
        }
        finally
        {
            NativeLibrary.Free(handle);
        }
    }

    private string PathOf(string file) => folder == null ? file : Path.Combine(folder, file);
}
