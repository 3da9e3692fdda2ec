using System.Diagnostics;
using System.Globalization;
using Sluice.Tests.Graph;
using Xunit.Abstractions;

namespace Sluice.Core.Tests.Decode;

/// <summary>Real files opened, decoded and removed again for long. <c>SLUICE_SOAK=10000</c> makes it longer.</summary>
[Collection(nameof(Alone))]
public sealed class LiveFileSoakTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-soak");

    [Fact]
    public async Task AddAndRemove_RealFilesManyTimes_LeavesMemoryThreadsAndFilesFlat()
    {
        // In a process of its own: what other tests have mapped, cached and not yet collected comes and goes by tens of MiB in theirs.
        // Half as many again, so that as many lie between the second reading and the last as there are in half of the others' runs.
        var cycles = LiveSourceSoakTests.Cycles * 3 / 2;
        var lines = await RunAsync(cycles);
        var readings = lines.Select(FileSoak.Usage.Parse).ToList();
        Assert.Equal(FileSoak.Readings, readings.Count);
        var (before, after) = (readings[0], readings[^1]);
        output.WriteLine($"{cycles} cycles, from the middle on: {string.Join(", ", lines)}");

        // Collections and the compiler's second tier come and go by some MiB; a leak stays. Half way the process is now and then still on its way
        // to the size it keeps.
        var native = Math.Min(readings[^2].Native, after.Native) - readings[1].Native;
        Assert.True(native < 4 << 20, $"{native / 1048576.0:0.0} MiB of native memory more");
        Assert.True(after.Managed - before.Managed < 4 << 20, $"{(after.Managed - before.Managed) / 1048576.0:0.0} MiB of objects more");
        Assert.True(after.Threads - before.Threads < 8, $"{after.Threads - before.Threads} threads more");
        Assert.True(after.Files - before.Files < 16, $"{after.Files - before.Files} open files more");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string[]> RunAsync(int cycles)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(LiveFileSoakTests).Assembly.Location, "soak", _folder.FullName, cycles.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // One heap for all threads: several take turns at growing for the first thousands of cycles, by some 10 MiB together.
            Environment = { ["MALLOC_ARENA_MAX"] = "1" },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (text, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, await error);
            return (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
