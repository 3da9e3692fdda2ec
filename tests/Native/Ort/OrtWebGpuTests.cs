using Sluice.Tests;

namespace Sluice.Native.Tests.Ort;

public sealed class OrtWebGpuTests
{
    /// <remarks>In a process of its own: the provider's races end it by a segmentation fault, and the loader wants the driver named first.</remarks>
    [VulkanFact]
    public async Task Run_SessionsAtOnce_GiveWhatTheyShould()
    {
        var environment = new Dictionary<string, string> { ["VK_ICD_FILENAMES"] = VulkanFactAttribute.Driver! };

        var (code, output, error) = await ChildProgram.RunAsync(TimeSpan.FromMinutes(5), environment, "webgpu", "4", "200");

        Assert.True(code == 0, $"exit code {code}: {output}{error}");
        Assert.Equal("800 of 800 runs were right", output.Trim());
    }
}
