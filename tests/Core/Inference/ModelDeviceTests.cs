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

    [Fact]
    public void Load_ProviderThatIsNotThere_SaysWhatIsMissing()
    {
        using var constant = new ConstantModel().With("logits", [1, 3], 0f, 5, 1);
        var config = new ModelConfig { Id = "m", Path = constant.Write(), Device = "qnn", Card = new() { Family = ModelFamily.Classifier } };

        var fault = Assert.Throws<ModelException>(() => DetectionModelLoader.Load(config, constant.Folder, 1, TimeProvider.System, CancellationToken.None));

        Assert.Contains("Execution provider 'qnn' cannot be used", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", fault.Message, StringComparison.Ordinal);
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
