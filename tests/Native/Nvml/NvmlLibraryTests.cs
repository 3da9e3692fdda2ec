using System.Diagnostics;
using Sluice.Native.Nvml;
using Sluice.Native.Tests.FFmpeg;

namespace Sluice.Native.Tests.Nvml;

public sealed class NvmlLibraryTests : IDisposable
{
    private const string Two = """
        int nvmlInit_v2(void) { return 0; }
        int nvmlShutdown(void) { return 0; }
        int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(long)(i + 1); return 0; }
        int nvmlSystemGetDriverVersion(char *t, unsigned n) { t[0] = '5'; t[1] = '7'; t[2] = 0; return 0; }
        int nvmlDeviceGetName(void *d, char *t, unsigned n) { t[0] = 'G'; t[1] = '0' + (char)(long)d; t[2] = 0; return 0; }
        int nvmlDeviceGetMemoryInfo(void *d, unsigned long long *m) { m[0] = 1000; m[1] = 700; m[2] = 300; return 0; }
        int nvmlDeviceGetUtilizationRates(void *d, unsigned *u) { u[0] = 25 * (unsigned)(long)d; u[1] = 10; return 0; }
        int nvmlDeviceGetDecoderUtilization(void *d, unsigned *u, unsigned *p) { *u = 80; *p = 1000; return 0; }
        int nvmlDeviceGetEncoderUtilization(void *d, unsigned *u, unsigned *p) { return 3; }
        int nvmlDeviceGetPcieThroughput(void *d, unsigned c, unsigned *k) { *k = c == 0 ? 1500 : 3000000; return c > 1; }
        int nvmlDeviceGetMaxPcieLinkGeneration(void *d, unsigned *g) { *g = 3 + (unsigned)(long)d; return 0; }
        int nvmlDeviceGetMaxPcieLinkWidth(void *d, unsigned *w) { *w = 16; return 0; }
        int nvmlDeviceGetEnforcedPowerLimit(void *d, unsigned *w) { *w = 350000; return 0; }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-nvml-");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void TryOpen_NoLibrary_IsNone() => Assert.Null(NvmlLibrary.TryOpen(Path.Combine(_folder.FullName, "libnvidia-ml.so.1")));

    [HeaderFact]
    public async Task TryOpen_NoGpu_IsNone()
        => Assert.Null(NvmlLibrary.TryOpen(await CompileAsync("int nvmlInit_v2(void) { return 9; } int nvmlDeviceGetCount_v2(unsigned *n) { return 1; } int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { return 1; }")));

    [HeaderFact]
    public async Task Read_TwoGpus_SaysWhatEachTellsAndLeavesOutTheRest()
    {
        using var library = NvmlLibrary.TryOpen(await CompileAsync(Two));
        Assert.Equal([new GpuInfo("G1", 1000, 350, "57"), new GpuInfo("G2", 1000, 350, "57")], library!.Describe());
        Assert.Equal([new GpuReading(0.25, 0.1, 0.8, null, 300), new GpuReading(0.5, 0.1, 0.8, null, 300)], library.Read());
    }

    [HeaderFact]
    public async Task ReadBus_OfEachGpu_SaysWhatCrossesAndWhatTheLinkCarries()
    {
        using var library = NvmlLibrary.TryOpen(await CompileAsync(Two));

        // 16 lanes of the fourth and the fifth generation: 31.5 and 63 GB/s.
        Assert.Equal(new BusReading(1.5e6, 3e9, 16 * 2e9 * 128 / 130), library!.ReadBus(0));
        Assert.Equal(63.0e9, library.ReadBus(1).Limit!.Value, 0.1e9);
        Assert.Equal(new BusReading(null, null, null), library.ReadBus(2));
    }

    private async Task<string> CompileAsync(string source)
    {
        var (code, library) = (Path.Combine(_folder.FullName, "nvml.c"), Path.Combine(_folder.FullName, "libnvidia-ml.so.1"));
        await File.WriteAllTextAsync(code, source);
        using var gcc = Process.Start("gcc", ["-shared", "-fPIC", "-o", library, code]);
        await gcc.WaitForExitAsync();
        return library;
    }
}
