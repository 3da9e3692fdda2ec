using System.Diagnostics;
using Sluice.Native.Cuda;
using Sluice.Tests;

namespace Sluice.Native.Tests.Cuda;

public sealed class KernelFileTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "engine", "Native", "Cuda", "Kernels");

    [ClangFact]
    public async Task Ptx_IsWhatTheKernelFilesGive()
    {
        using var check = Process.Start(new ProcessStartInfo(Path.Combine(Folder, "build"), ["--check"]) { RedirectStandardError = true })!;
        var said = await check.StandardError.ReadToEndAsync();
        await check.WaitForExitAsync();

        Assert.True(check.ExitCode == 0, said);
    }

    [Fact]
    public void KernelFiles_AreAllBuiltIn()
    {
        foreach (var source in Directory.GetFiles(Folder, "*.cu"))
        {
            var name = Path.GetFileNameWithoutExtension(source);

            Assert.Contains($".visible .entry sluice_{name}(", CudaModule.BuiltIn(name), StringComparison.Ordinal);
            Assert.Contains(".target sm_70", CudaModule.BuiltIn(name), StringComparison.Ordinal);
        }
    }
}
