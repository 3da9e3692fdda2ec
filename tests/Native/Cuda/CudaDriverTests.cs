using Sluice.Native.Cuda;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.Native.Tests.Cuda;

public sealed class CudaDriverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-cuda-");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void TryOpen_NoLibrary_SaysSo()
    {
        var path = Path.Combine(_folder.FullName, "libcuda.so.1");

        Assert.Null(CudaDriver.TryOpen(out var reason, path));
        Assert.Equal($"no CUDA device: driver library {path} not found", reason);
    }

    [GccFact]
    public void TryOpen_LibraryWithoutAFunction_NamesIt()
    {
        Assert.Null(CudaDriver.TryOpen(out var reason, Compile("int cuInit(unsigned flags) { return 0; }")));
        Assert.Contains("too old", reason, StringComparison.Ordinal);
        Assert.Contains(nameof(CudaApi.cuDriverGetVersion), reason, StringComparison.Ordinal);
    }

    [GccTheory]
    [InlineData("init", "cuInit failed: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (driver and library differ)")]
    [InlineData("count", "cuDeviceGetCount failed: CUDA error 999")]
    [InlineData("none", "the driver sees none")]
    public void TryOpen_DriverRefuses_SaysWhyInTheDriversWords(string what, string expected)
    {
        var source = Altered(what switch
        {
            "init" => "#define cuInit(x) cuInit(x) { return 803; } static int unused1(x)\n#define cuGetErrorName cuGetErrorNameOld\n#define cuGetErrorString cuGetErrorStringOld\n",
            "count" => "#define cuDeviceGetCount(x) cuDeviceGetCount(x) { return 999; } static int unused1(x)\n",
            _ => "#define cuDeviceGetCount(x) cuDeviceGetCount(x) { *count = 0; return 0; } static int unused1(x)\n",
        }) + (what != "init" ? "" : """
            #undef cuGetErrorName
            #undef cuGetErrorString
            int cuGetErrorName(int code, const char **name) { *name = code == 803 ? "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH" : 0; return 0; }
            int cuGetErrorString(int code, const char **text) { *text = "driver and library differ"; return code != 803; }
            """);

        Assert.Null(CudaDriver.TryOpen(out var reason, Compile(source)));
        Assert.Equal($"no CUDA device: {expected}", reason);
    }

    [GccFact]
    public void TryOpen_ADriver_SaysItsVersionAndDevices()
    {
        var driver = Open();

        Assert.Equal(12040, driver.Version);
        Assert.Equal([new CudaDevice(0, "Emulated", 9, 0, 1L << 31)], driver.Devices);
    }

    [GccFact]
    public void OpenContext_NoSuchDevice_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Open().OpenContext(1));

    [GccFact]
    public void Upload_ThenDownload_GivesTheBytesBack()
    {
        using var context = Open().OpenContext(0);
        using var stream = new CudaStream(context);
        using var memory = new CudaMemory(context, 1000);
        byte[] sent = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        var got = new byte[50];

        stream.Upload(sent, memory, 200);
        stream.Download(memory, got, 250);

        Assert.Equal(sent[50..], got);
    }

    [GccFact]
    public void Upload_PastTheEnd_Throws()
    {
        using var context = Open().OpenContext(0);
        using var stream = new CudaStream(context);
        using var memory = new CudaMemory(context, 10);

        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Upload(new byte[4], memory, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Download(memory, new byte[11]));
    }

    [GccFact]
    public void CudaMemory_MoreThanTheDeviceHas_SaysThatMemoryIsShort()
    {
        using var context = Open().OpenContext(0);

        var fault = Assert.Throws<CudaException>(() => new CudaMemory(context, 1L << 32));

        Assert.True(fault.IsOutOfMemory);
        Assert.Equal("cuMemAlloc_v2 failed: CUDA_ERROR_OUT_OF_MEMORY (out of memory)", fault.Message);
    }

    [GccFact]
    public void CudaModule_NoPtx_SaysSo()
    {
        using var context = Open().OpenContext(0);

        var fault = Assert.Throws<CudaException>(() => new CudaModule(context, "nothing"));

        Assert.Contains("CUDA_ERROR_INVALID_PTX", fault.Message, StringComparison.Ordinal);
    }

    [GccFact]
    public void Kernel_NotInTheModule_NamesIt()
    {
        using var context = Open().OpenContext(0);
        using var module = new CudaModule(context, CudaModule.BuiltIn("draw"));

        var fault = Assert.Throws<CudaException>(() => module.Kernel("sluice_letterbox"));

        Assert.Contains("sluice_letterbox", fault.Message, StringComparison.Ordinal);
    }

    [GccFact]
    public void Event_Recorded_IsPassedAndTimed()
    {
        using var context = Open().OpenContext(0);
        using var stream = new CudaStream(context);
        using var first = new CudaEvent(context, isTimed: true);
        using var second = new CudaEvent(context, isTimed: true);

        first.Record(stream);
        second.Record(stream);
        stream.WaitFor(second);
        second.Synchronize();

        Assert.True(second.IsPassed);
        Assert.Equal(TimeSpan.FromMilliseconds(1), second.Since(first));
    }

    [GccFact]
    public void Dispose_OfTheContextFirst_KeepsItUntilTheLastBlockIsGone()
    {
        // A copy of its own: others use the shared one at the same time, and it counts for all.
        var path = Path.Combine(_folder.FullName, "libcuda.so.1");
        EmulatedCuda.Compile(Path.Combine(Repository.Root, "tests", "Shared", "Cuda", "driver.c"), path);
        var context = CudaDriver.TryOpen(out _, path)!.OpenContext(0);
        var counters = new EmulatedCounters(path);
        using var kernels = new CudaKernels(context);
        var stream = new CudaStream(context);
        var memory = new CudaMemory(context, 10);
        var pinned = new CudaPinnedMemory(context, 10);

        context.Dispose();
        Assert.Equal(1, counters.Retained);
        stream.Upload(pinned.GetSpan(), memory);
        stream.Dispose();
        memory.Dispose();
        pinned.Dispose();
        kernels.Dispose();

        Assert.Equal((0, 0, 0), (counters.Live, counters.Retained, counters.Depth));
    }

    private static CudaDriver Open()
    {
        var driver = CudaDriver.TryOpen(out var reason, EmulatedCuda.Path);
        Assert.True(driver != null, reason);
        return driver;
    }

    private static string Altered(string first)
        => first + $"#include \"{Path.Combine(Repository.Root, "tests", "Shared", "Cuda", "driver.c")}\"\n";

    private string Compile(string source)
    {
        var (code, library) = (Path.Combine(_folder.FullName, "altered.c"), Path.Combine(_folder.FullName, "libcuda.so.1"));
        File.WriteAllText(code, source);
        EmulatedCuda.Compile(code, library);
        return library;
    }
}
