using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Tests.Cuda;

/// <summary>The CUDA driver of <c>driver.c</c>, compiled once for this process: the engine's kernels run on the CPU.</summary>
internal static class EmulatedCuda
{
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The library's path.</summary>
    public static string Path => Built.Value;

    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-cuda-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, true);
        return folder;
    }

    private static string Build()
    {
        var folder = NewFolder();
        var library = System.IO.Path.Combine(folder, "libcuda.so.1");
        Compile(System.IO.Path.Combine(Repository.Root, "tests", "Shared", "Cuda", "driver.c"), library);
        return library;
    }

    /// <summary>Loads it, so that libraries that ask the system for a CUDA driver find it in this process.</summary>
    public static void Install() => NativeLibrary.Load(Path);

    /// <summary>Compiles what a machine with a GPU has: the driver, its video decoder and encoder, an ONNX Runtime with a CUDA provider.</summary>
    /// <returns>The folder, until this process ends. For child processes: their LD_LIBRARY_PATH and SLUICE_ORT.</returns>
    public static string BuildAll()
    {
        var folder = NewFolder();
        var sources = System.IO.Path.Combine(Repository.Root, "tests", "Shared", "Cuda");
        var driver = System.IO.Path.Combine(folder, "libcuda.so.1");
        Compile(System.IO.Path.Combine(sources, "driver.c"), driver);
        Compile(System.IO.Path.Combine(sources, "nvcuvid.c"), System.IO.Path.Combine(folder, "libnvcuvid.so.1"), driver);
        if (NvencFactAttribute.HasHeaders) Compile(System.IO.Path.Combine(sources, "nvenc.c"), System.IO.Path.Combine(folder, "libnvidia-encode.so.1"), driver);
        Compile(System.IO.Path.Combine(sources, "onnxruntime.c"), System.IO.Path.Combine(folder, "libonnxruntime.so.1"), driver, "-ldl");
        return folder;
    }

    /// <summary>Compiles a library of C; fails the test with what the compiler said.</summary>
    public static void Compile(string source, string library, params string[] linked)
    {
        var kernels = System.IO.Path.Combine(Repository.Root, "engine", "Native", "Cuda", "Kernels");
        // No fused multiplications but those that are written: as the device's code is built.
        using var gcc = Process.Start(new ProcessStartInfo("gcc",
            ["-shared", "-fPIC", "-O2", "-ffp-contract=off", "-I", kernels, $"-Wl,-soname,{System.IO.Path.GetFileName(library)}", "-o", library, source, .. linked, "-lm"]) { RedirectStandardError = true })!;
        var errors = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, $"gcc failed:\n{errors}");
    }
}
