using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Native.Ort;

namespace Sluice.Tests.Inference;

public sealed class ModelDeviceTests
{
    [Theory]
    [InlineData("auto", "auto", "")]
    [InlineData("CPU", "cpu", "")]
    [InlineData("cuda", "cuda", "")]
    [InlineData("cuda:1", "cuda", "1")]
    [InlineData("openvino:GPU", "openvino", "GPU")]
    public void TryParse_KnownDevice_IsRead(string text, string kind, string which)
        => Assert.Equal(new ModelDevice(kind, which), ModelDevice.TryParse(text));

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:first")]
    [InlineData("cpu:0")]
    [InlineData("")]
    public void TryParse_AnythingElse_IsNothing(string text) => Assert.Null(ModelDevice.TryParse(text));

    [Fact]
    public void Providers_TensorRt_CachesEnginesAndFallsBackOnCuda()
    {
        var providers = ModelDevice.TryParse("tensorrt:1")!.Providers(new Dictionary<string, string> { ["trt_fp16_enable"] = "1" }, "/cache");

        Assert.Equal(["TensorRT", "CUDA"], providers.Select(static provider => provider.Name));
        Assert.Equal(("1", "/cache", "1"), (providers[0].Options["device_id"], providers[0].Options["trt_engine_cache_path"], providers[0].Options["trt_fp16_enable"]));
        Assert.Equal("1", providers[1].Options["device_id"]);
    }

    [Fact]
    public void Providers_GivenOptions_WinOverOurs()
    {
        var provider = Assert.Single(ModelDevice.TryParse("cuda:0")!.Providers(new Dictionary<string, string> { ["arena_extend_strategy"] = "kNextPowerOfTwo" }, ""));

        Assert.Equal("kNextPowerOfTwo", provider.Options["arena_extend_strategy"]);
    }

    [Theory]
    [InlineData("cuda:0", true, "1")]
    [InlineData("cuda:0", false, null)]
    [InlineData("tensorrt:0", true, null)]
    public void Providers_Captured_AskForGraphsOnCudaAlone(string device, bool captures, string? asked)
    {
        var providers = ModelDevice.TryParse(device)!.Providers(new Dictionary<string, string>(), "", captures);

        Assert.Equal(asked, providers[0].Options.GetValueOrDefault("enable_cuda_graph"));
        Assert.All(providers, static provider => Assert.DoesNotContain("trt_cuda_graph_enable", provider.Options.Keys));
    }

    [Fact]
    public void Load_ProviderThatIsNotThere_SaysWhatIsMissing()
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 0f, 5, 1);
        var config = new ModelConfig { Id = "m", Path = constant.Write(), Device = "qnn", Card = new() { Family = ModelFamily.Classifier } };

        var fault = Assert.Throws<ModelException>(() => DetectionModelLoader.Load(config, constant.Folder, 1, TimeProvider.System, CancellationToken.None));

        Assert.Contains("Execution provider 'qnn' cannot be used", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:0", 1)]
    [InlineData("tensorrt:0, cuda:0, cpu", 3)]
    [InlineData("auto", 1)]
    public void TryParseList_KnownDevices_AreRead(string text, int count) => Assert.Equal(count, ModelDevice.TryParseList(text)?.Count);

    [Theory]
    [InlineData("cuda:0, gpu")]
    [InlineData("auto, cpu")]
    [InlineData("cuda:0,")]
    [InlineData("")]
    public void TryParseList_AnythingElse_IsNothing(string text) => Assert.Null(ModelDevice.TryParseList(text));

    [Fact]
    public void Own_OptionsForSeveralDevices_GoToThoseTheyAreFor()
    {
        var given = new Dictionary<string, string> { ["trt_fp16_enable"] = "1", ["gpu_mem_limit"] = "2" };

        Assert.Equal(["trt_fp16_enable"], new ModelDevice("tensorrt", "0").Own(given).Keys);
        Assert.Equal(["gpu_mem_limit"], new ModelDevice("cuda", "0").Own(given).Keys);
    }

    [Fact]
    public void Load_FirstDeviceThatIsNotThere_TakesTheNextAndSaysWhy()
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 0f, 5, 1);
        var config = new ModelConfig { Id = "m", Path = constant.Write(), Device = "qnn, cpu", Card = new() { Family = ModelFamily.Classifier } };

        using var model = DetectionModelLoader.Load(config, constant.Folder, 1, TimeProvider.System, CancellationToken.None);

        Assert.Contains(model.Notes, note => note.StartsWith("runs on cpu: Execution provider 'qnn' cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_Auto_RunsSomewhere()
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 0f, 5, 1);
        using var model = constant.Load(new() { Family = ModelFamily.Classifier });

        Assert.NotNull(model.Sessions.Session);
        Assert.Contains("CPUExecutionProvider", OrtLibrary.GetAvailableProviders());
    }
}
