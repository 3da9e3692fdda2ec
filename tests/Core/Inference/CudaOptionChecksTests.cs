using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

public sealed class CudaOptionChecksTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cuda:0")]
    [InlineData("cuda:1, cpu")]
    public void Faults_GraphsOnCuda_AreNone(string device) => Assert.Empty(CudaOptionChecks.Faults(new ModelConfig { Device = device, CudaGraph = true }));

    [Theory]
    [InlineData("cpu", "write device: cuda:0")]
    [InlineData("webgpu", "write device: cuda:0")]
    [InlineData("tensorrt:0, cuda:0", "TensorRT's provider keeps one graph")]
    public void Faults_GraphsElsewhere_SayWhereTheyAre(string device, string said)
    {
        var (key, message) = Assert.Single(CudaOptionChecks.Faults(new ModelConfig { Device = device, CudaGraph = true }));

        Assert.Equal("cuda_graph", key);
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.Contains($"'{device}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_GraphsWithoutTheStream_IsOne()
        => Assert.Equal("one_stream", Assert.Single(CudaOptionChecks.Faults(new ModelConfig { Device = "cuda:0", CudaGraph = true, OneStream = false })).Key);

    [Theory]
    [InlineData("enable_cuda_graph")]
    [InlineData("trt_cuda_graph_enable")]
    [InlineData("user_compute_stream")]
    [InlineData("has_user_compute_stream")]
    public void Faults_OptionThatTheEngineSets_NamesIt(string option)
    {
        var config = new ModelConfig { Device = "cuda:0", ProviderOptions = new Dictionary<string, string> { [option] = "1" } };

        Assert.Contains(option, Assert.Single(CudaOptionChecks.Faults(config)).Message, StringComparison.Ordinal);
    }
}
