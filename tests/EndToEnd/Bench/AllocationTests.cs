using System.Diagnostics;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Bench;

[Collection(WholeMachineCollection.Name)]
public sealed class AllocationTests
{
    [Fact]
    public async Task EveryBenchmark_AllocatesNoMoreThanItsBaseline()
    {
        var program = Path.Combine(Repository.Root, "bench", "Sluice.Bench", "bin", "Release", "net10.0", "Sluice.Bench.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "allocations", Path.Combine(Repository.Root, "bench", "baselines.json")]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
