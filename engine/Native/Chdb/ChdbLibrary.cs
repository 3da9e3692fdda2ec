using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Sluice.Native.Chdb;

/// <summary>Finds and loads libchdb: where <c>SLUICE_CHDB</c> points, beside the program, then in <c>native/node_modules</c> upwards of it.</summary>
public static class ChdbLibrary
{
    /// <summary>The name the bindings import; no file has it, so that only this class decides where the library comes from.</summary>
    internal const string ImportName = "sluice-chdb";

    private const string FileName = "libchdb.so";
    private static readonly Lazy<nint> Handle = new(Load);

    /// <summary>Paths that are tried, in order, whether or not anything is there.</summary>
    public static IEnumerable<string> Candidates
    {
        get
        {
            if (Environment.GetEnvironmentVariable("SLUICE_CHDB") is { Length: > 0 } named)
            {
                yield return Directory.Exists(named) ? Path.Combine(named, FileName) : named;
                yield break;
            }

            yield return Path.Combine(AppContext.BaseDirectory, FileName);
            var package = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "lib-linux-arm64-gnu" : "lib-linux-x64-gnu";
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
                yield return Path.Combine(at.FullName, "native", "node_modules", "@chdb", package, FileName);
        }
    }

    /// <summary>Whether the library lies where it is looked for; says nothing on whether it loads.</summary>
    public static bool IsPresent => Candidates.Any(File.Exists);

    /// <summary>Loads the library once; later calls do nothing.</summary>
    /// <exception cref="DllNotFoundException">It was not found or does not load; the message lists every path tried.</exception>
    public static void Ensure() => _ = Handle.Value;

    /// <summary>Tells the runtime where the imported name is found. An event, because an assembly has but one resolver.</summary>
    internal static void Register()
        => AssemblyLoadContext.GetLoadContext(Assembly.GetExecutingAssembly())!.ResolvingUnmanagedDll +=
            static (_, name) => name == ImportName ? Handle.Value : 0;

    private static nint Load()
    {
        foreach (var path in Candidates.Where(File.Exists))
        {
            if (NativeLibrary.TryLoad(path, out var handle)) return handle;
            throw new DllNotFoundException($"'{path}' is there but does not load as a library: wrong architecture, or a C library that is too old?");
        }

        throw new DllNotFoundException(
            $"{FileName} (the embedded store) was not found. Run './sluice setup', or set SLUICE_CHDB to the file. Tried:\n  "
            + string.Join("\n  ", Candidates));
    }
}
