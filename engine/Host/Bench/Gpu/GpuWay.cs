using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Host.Bench.Gpu;

/// <summary>A way to run a model on a GPU.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Apply">Makes a model's entry run so.</param>
internal sealed record GpuWay(string Name, Func<ModelConfig, ModelConfig> Apply)
{
    /// <summary>The ways that a loaded model was not loaded for; none where it runs on no GPU.</summary>
    public static IEnumerable<GpuWay> Others(DetectionModel model)
    {
        if (model.Gpu.Value == null) yield break;
        yield return new("waiting between", static entry => entry with { OneStream = false, CudaGraph = false });
        yield return new("captured", static entry => entry with { OneStream = true, CudaGraph = true });
    }

    /// <summary>The sources of a graph, and a stage that picks keyframes of them.</summary>
    /// <param name="graph">The graph.</param>
    public static GraphConfig Keyframes(GraphConfig graph) => graph with
    {
        Stages =
        [
            new StageConfig
            {
                Id = "pick",
                Factory = new KeyframeFactory(),
                Options = new KeyframeOptions(),
                From = [new LinkConfig { Stage = LinkConfig.AllSources }],
            },
        ],
    };
}
