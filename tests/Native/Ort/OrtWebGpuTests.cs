using System.Diagnostics;
using Sluice.Tests;

namespace Sluice.Native.Tests.Ort;

public sealed class OrtWebGpuTests
{
    /// <remarks>In a process of its own: the provider's races end it by a segmentation fault, and the loader wants the driver named first.</remarks>
    [VulkanFact]
    public async Task Run_SessionsAtOnce_GiveWhatTheyShould()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(OrtWebGpuTests).Assembly.Location, "webgpu", "4", "200"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["VK_ICD_FILENAMES"] = VulkanFactAttribute.Driver },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (text, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {await text}{await error}");
        Assert.Equal("800 of 800 runs were right", (await text).Trim());
    }
}
