using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Bench;

/// <summary>What a frame costs to reach several stages that take from the same source: a share of it, an edge and a call for each.</summary>
[MemoryDiagnoser]
public class FanOutBench
{
    private const int Frames = 20_000;

    [Params(2, 8)]
    public int Branches { get; set; }

    /// <summary>One operation is one frame through all branches.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public async Task FrameToBranches()
    {
        var graph = new GraphConfig
        {
            File = "bench",
            BaseDirectory = "/",
            Sources = [new SourceConfig { Id = "camera", Uri = "bench" }],
            Stages = [.. Enumerable.Range(0, Branches).Select(static i => new StageConfig { Id = $"s{i}", Factory = new EndFactory(), Options = new EndOptions(), From = [new LinkConfig { Stage = "camera" }] })],
        };
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = static (config, setup) => new FrameSource(config.Id, setup, Frames),
        });
        await engine.RunAsync(CancellationToken.None);
    }

    private sealed record EndOptions;

    private sealed class EndFactory : StageFactory<EndOptions>
    {
        public override string Use => "end";

        public override string Summary => "Lets every frame go.";

        protected override IStage Create(StageContext context, EndOptions options) => new EndStage();
    }

    private sealed class EndStage : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
