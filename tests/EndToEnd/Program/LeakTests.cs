using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class LeakTests
{
    // A process of its own: what other tests allocate would drown what is looked for.
    [Fact]
    public async Task Model_LoadedTwoHundredTimes_LeavesTheMemoryFlat()
    {
        var (exitCode, output, error) = await SluiceProgram.RunAsync(["bench", "load", Path.Combine(Repository.Root, "models", "demo"), "--times", "200", "--json"]);

        Assert.True(exitCode == 0, error);
        using var result = JsonDocument.Parse(output);
        var growth = result.RootElement.GetProperty("growth_bytes").GetInt64();
        // A leak of 0.1 MiB a load is over it; the model's file alone has ten times that.
        Assert.True(growth < 15 << 20, $"{growth / 1048576.0:0.0} MiB more after 150 loads");
    }
}
