using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>Where ONNX Runtime may lie, in the order in which it is looked for. Looks at the disk, loads nothing.</summary>
internal static class OrtLibrarySearch
{
    internal const string Variable = "SLUICE_ORT";

    private static readonly string Platform =
        OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static readonly string Cpu = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib"]
        : ["libonnxruntime.so.1", "libonnxruntime.so"];

    /// <summary>Candidates in order; a bare file name stands for the system's library path.</summary>
    /// <param name="setting">The value of <c>SLUICE_ORT</c>, a file or a folder; when set, nothing else is tried.</param>
    /// <param name="baseDirectory">The program's folder.</param>
    internal static IEnumerable<string> Candidates(string? setting, string baseDirectory)
    {
        if (!string.IsNullOrWhiteSpace(setting)) return Setting(Path.GetFullPath(setting));
        return In(baseDirectory)
            .Concat(In(Path.Combine(baseDirectory, "runtimes", $"linux-{Cpu}", "native")))
            .Concat(Package(baseDirectory).SelectMany(In))
            .Concat(Names);
    }

    private static IEnumerable<string> Setting(string path) => Directory.Exists(path) ? In(path) : [path];

    private static IEnumerable<string> In(string folder) => Names.Select(name => Path.Combine(folder, name));

    // The npm package in the nearest folder above the program that has a native/ with packages or their list in it;
    // engine/Native of a checkout on a file system without letter case is not one.
    private static IEnumerable<string> Package(string from)
    {
        for (var at = new DirectoryInfo(from); at != null; at = at.Parent)
        {
            var native = Path.Combine(at.FullName, "native");
            var package = Path.Combine(native, "node_modules", "onnxruntime-node");
            if (!Directory.Exists(package) && !File.Exists(Path.Combine(native, "package.json"))) continue;
            return Of(package);
        }

        return Of(Path.Combine(from, "native", "node_modules", "onnxruntime-node")); // so that it is listed as tried

        static IEnumerable<string> Of(string package)
        {
            var bin = Path.Combine(package, "bin");
            var found = Directory.Exists(bin) ? Directory.GetDirectories(bin, "napi-v*") : [];
            if (found.Length == 0) found = [Path.Combine(bin, "napi-v6")];
            Array.Sort(found, StringComparer.Ordinal);
            return found.Select(version => Path.Combine(version, Platform, Cpu));
        }
    }
}
