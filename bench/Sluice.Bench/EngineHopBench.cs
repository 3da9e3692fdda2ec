using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Bench;

/// <summary>What a frame costs to pass one stage of a running graph, its edge and its share of the frame included: budget 2 us.</summary>
[MemoryDiagnoser]
public class EngineHopBench
{
    private const int Frames = 20_000;

    [Params(1, 4)]
    public int Stages { get; set; }

    /// <summary>One operation is one frame through all stages; divide by their number for the hop.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public async Task FrameThroughStages()
    {
        var stages = Enumerable.Range(0, Stages).Select(i => new StageConfig
        {
            Id = $"s{i}",
            Factory = new PassFactory(),
            Options = new PassOptions(),
            From = [new LinkConfig { Stage = i == 0 ? "camera" : $"s{i - 1}" }],
        });
        var graph = new GraphConfig
        {
            File = "bench",
            BaseDirectory = "/",
            Sources = [new SourceConfig { Id = "camera", Uri = "bench" }],
            Stages = [.. stages],
        };
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = static (config, setup) => new FrameSource(config.Id, setup, Frames),
        });
        await engine.RunAsync(CancellationToken.None);
    }

    private sealed record PassOptions;

    private sealed class PassFactory : StageFactory<PassOptions>
    {
        public override string Use => "pass";

        public override string Summary => "Hands every frame on.";

        protected override IStage Create(StageContext context, PassOptions options) => new PassStage();
    }

    private sealed class PassStage : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => output.EmitAsync(frame.Share(), stop);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
