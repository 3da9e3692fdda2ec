using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>The loaded ONNX Runtime library. One per process, loaded at first use and never unloaded.</summary>
public static unsafe class OrtLibrary
{
    // The lowest version whose table has the last slot used here, SessionOptionsSetLoadCancellationFlag.
    internal const int MinimumApiVersion = 22;

    private static readonly Lock Gate = new(); // guards loading; what it sets is read without it once _api is not null
    private static volatile nint _api;
    private static string _version = "";
    private static string _path = "";

    /// <summary>Version of the library, for example <c>1.30.0</c>.</summary>
    /// <exception cref="OrtLibraryException">It cannot be loaded.</exception>
    public static string Version => Loaded(ref _version);

    /// <summary>The version of the function table that the library offers; its minor version.</summary>
    /// <exception cref="OrtLibraryException">It cannot be loaded.</exception>
    public static int ApiVersion => ApiVersionOf(Version);

    /// <summary>The file it was loaded from; a bare name when the system's library path had it.</summary>
    /// <exception cref="OrtLibraryException">It cannot be loaded.</exception>
    public static string Location => Loaded(ref _path);

    /// <summary>The function table.</summary>
    internal static OrtApi* Api
    {
        get
        {
            if (_api == 0) Load();
            return (OrtApi*)_api;
        }
    }

    /// <summary>
    /// Loads the library unless it is loaded. Looked for where the environment variable <c>SLUICE_ORT</c> points (a
    /// file or a folder; when set, nowhere else), beside the program, in <c>native/node_modules/onnxruntime-node</c>
    /// of the nearest folder above that has it, and on the system's library path. A failed search may be repeated.
    /// </summary>
    /// <exception cref="OrtLibraryException">Not found, not loadable or too old; lists every path tried.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_api != 0) return;
            var setting = Environment.GetEnvironmentVariable(OrtLibrarySearch.Variable);
            var (library, path) = Open(OrtLibrarySearch.Candidates(setting, AppContext.BaseDirectory));
            if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var export))
                throw new OrtLibraryException($"'{path}' is no ONNX Runtime: it has no OrtGetApiBase.", [path]);
            var apiBase = ((delegate* unmanaged<nint*>)export)();
            var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)apiBase[1])()) ?? "";
            RequireVersion(version, path);
            var api = ((delegate* unmanaged<uint, nint>)apiBase[0])(MinimumApiVersion);
            if (api == 0) throw TooOld(version, path);
            (_version, _path) = (version, path);
            _api = api;
        }
    }

    /// <summary>Execution providers built into the library, for example <c>CPUExecutionProvider</c>.</summary>
    /// <remarks>One that is listed may still need its provider library and driver when a session asks for it.</remarks>
    /// <exception cref="OrtLibraryException">The library cannot be loaded.</exception>
    public static IReadOnlyList<string> GetAvailableProviders()
    {
        byte** names;
        int count;
        OrtStatus.Check(Api->GetAvailableProviders(&names, &count));
        var read = new string[count];
        for (var i = 0; i < count; i++) read[i] = OrtText.Read(names[i]);
        OrtStatus.Check(Api->ReleaseAvailableProviders(names, count));
        return read;
    }

    /// <summary>Opens the first candidate that loads.</summary>
    internal static (nint Library, string Path) Open(IEnumerable<string> candidates)
    {
        var tried = new List<string>();
        foreach (var path in candidates)
        {
            if (Path.IsPathRooted(path) && !File.Exists(path))
            {
                tried.Add($"{path}: not there");
                continue;
            }

            try
            {
                return (NativeLibrary.Load(path), path);
            }
            catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
            {
                tried.Add($"{path}: {(Path.IsPathRooted(path) ? fault.Message : "not on the library path")}");
            }
        }

        throw new OrtLibraryException(
            $"ONNX Runtime was not found. Tried:\n  {string.Join("\n  ", tried)}\n"
            + $"Run './sluice setup' to install it, or set {OrtLibrarySearch.Variable} to the library or its folder.",
            tried);
    }

    /// <summary>Refuses a library whose table is too short.</summary>
    internal static void RequireVersion(string version, string path)
    {
        if (ApiVersionOf(version) < MinimumApiVersion) throw TooOld(version, path);
    }

    // The header's ORT_API_VERSION is the minor version. Asking an old library for too new a table would do as well,
    // but it complains on standard error.
    private static int ApiVersionOf(string version)
        => version.Split('.') is [_, var minor, ..]
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static OrtLibraryException TooOld(string version, string path) => new(
        $"ONNX Runtime {version} in '{path}' is too old: 1.{MinimumApiVersion} or later is needed. "
        + $"Run './sluice setup' to install one, or set {OrtLibrarySearch.Variable} to a newer one.",
        [path]);

    private static string Loaded(ref string field)
    {
        if (_api == 0) Load();
        return field;
    }
}
