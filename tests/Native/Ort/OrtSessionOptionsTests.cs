using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtSessionOptionsTests
{
    public static TheoryData<OrtSessionOptions> Settings => new(
        new OrtSessionOptions { IntraOpThreads = 2, AllowSpinning = true },
        new OrtSessionOptions { InterOpThreads = 2 },
        new OrtSessionOptions { GraphOptimization = OrtGraphOptimization.None, MemoryArena = false, MemoryPattern = false },
        new OrtSessionOptions { Providers = [new("cpu")] },
        new OrtSessionOptions
        {
            ConfigEntries = new Dictionary<string, string> { ["session.set_denormal_as_zero"] = "1" },
        });

    [Theory]
    [MemberData(nameof(Settings), DisableDiscoveryEnumeration = true)]
    public void Load_WithAnySetting_GivesTheSameResult(OrtSessionOptions options)
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul", options);
        using var x = OrtTensor.Over<float>(new float[] { 1, 1 }, 1, 2);
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["x"] = x });
        Assert.Equal([4f, 6f], outputs[0].As<float>().ToArray());
    }

    [Fact]
    public void Load_WithAnUnknownProvider_SaysWhatIsAvailable()
    {
        var options = new OrtSessionOptions { Providers = [new("Abacus")] };
        var fault = Assert.Throws<OrtProviderException>(() => OrtSession.Load(TinyModels.Add(), "add", options));
        Assert.Equal("Abacus", fault.Provider);
        Assert.Contains("'Abacus'", fault.Message, StringComparison.Ordinal);
        Assert.All(
            OrtLibrary.GetAvailableProviders(), name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [LacksProviderTheory]
    [InlineData("CUDA", "cuda")]
    [InlineData("TensorrtExecutionProvider", "tensorrt")]
    public void Load_WithAProviderThatLacksItsLibrary_SaysWhatIsMissing(string name, string part)
    {
        var options = new OrtSessionOptions
        {
            Providers = [new(name) { Options = new Dictionary<string, string> { ["device_id"] = "0" } }],
        };
        var fault = Assert.Throws<OrtProviderException>(() => OrtSession.Load(TinyModels.Add(), "add", options));
        var builtIn = fault.Available.Any(each => each.Contains(part, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(
            builtIn ? $"libonnxruntime_providers_{part}.so" : "built without it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void Load_WithTheCancellationFlagSet_IsCancelled()
    {
        using var options = OrtSessionOptionsBuilder.Build(new(), "cancelled");
        var native = options.DangerousGetHandle();
        OrtStatus.Check(OrtLibrary.Api->SessionOptionsSetLoadCancellationFlag(native, 1));
        var fault = Assert.Throws<OrtException>(() => Create(native));
        Assert.Equal(OrtErrorCode.ModelLoadCanceled, fault.Code);

        static void Create(nint options)
        {
            nint session;
            var model = TinyModels.Add();
            using var env = OrtEnvironment.Handle.Hold();
            fixed (byte* bytes = model)
                OrtStatus.Check(OrtLibrary.Api->CreateSessionFromArray(
                    env.Pointer, bytes, (nuint)model.Length, options, &session));
        }
    }

    [Fact]
    public void Run_WithArenaShrinkage_Runs()
    {
        using var session = OrtSession.Load(TinyModels.MatMul(), "matmul");
        using var x = OrtTensor.Over<float>(new float[] { 1, 1 }, 1, 2);
        using var options = new OrtRunOptions();
        options.Set("memory.enable_memory_arena_shrinkage", "cpu:0");
        using var outputs = session.Run(new Dictionary<string, OrtTensor> { ["x"] = x }, options: options);
        Assert.Equal([4f, 6f], outputs[0].As<float>().ToArray());
    }

    [Fact]
    public void Level_SetToInfo_LetsMoreThrough()
    {
        var levels = new System.Collections.Concurrent.ConcurrentQueue<OrtLogLevel>();
        OrtEnvironment.Sink = message => levels.Enqueue(message.Level);
        try
        {
            OrtEnvironment.Level = OrtLogLevel.Info;
            OrtSession.Load(TinyModels.MatMul(), "matmul").Dispose();
        }
        finally
        {
            OrtEnvironment.Level = OrtLogLevel.Warning;
            OrtEnvironment.Sink = null;
        }

        Assert.Contains(OrtLogLevel.Info, levels);
    }

    [Fact]
    public void EndProfiling_WithAPrefix_WritesTheProfile()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-profile-").FullName;
        try
        {
            var options = new OrtSessionOptions { ProfilePrefix = Path.Combine(folder, "run") };
            using var session = OrtSession.Load(TinyModels.MatMul(), "matmul", options);
            using var x = OrtTensor.Allocate<float>(1, 2);
            session.Run(new Dictionary<string, OrtTensor> { ["x"] = x }).Dispose();
            var path = session.EndProfiling();
            Assert.StartsWith(folder, path, StringComparison.Ordinal);
            Assert.Contains("MatMul", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Sink_WhenAModelIsOdd_GetsTheWarningWithItsLogId()
    {
        var messages = new System.Collections.Concurrent.ConcurrentQueue<OrtLogMessage>();
        OrtEnvironment.Sink = messages.Enqueue;
        try
        {
            OrtSession.Load(TinyModels.Wasteful(), "wasteful.onnx").Dispose();
        }
        finally
        {
            OrtEnvironment.Sink = null;
        }

        Assert.Contains(messages, message => message is { Level: OrtLogLevel.Warning, LogId: "wasteful.onnx" }
            && message.Text.Contains("unused", StringComparison.Ordinal));
    }

    [Fact]
    public void Sink_ThatThrows_DoesNotDisturbTheCall()
    {
        var called = false;
        OrtEnvironment.Sink = _ =>
        {
            called = true;
            throw new InvalidOperationException("sink");
        };
        try
        {
            OrtSession.Load(TinyModels.Wasteful(), "wasteful.onnx").Dispose();
        }
        finally
        {
            OrtEnvironment.Sink = null;
        }

        Assert.True(called);
    }
}
