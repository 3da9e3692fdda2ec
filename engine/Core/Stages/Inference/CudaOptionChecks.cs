using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference;

/// <summary>What of a model's entry does not go together on a CUDA device.</summary>
internal static class CudaOptionChecks
{
    /// <summary>Every fault.</summary>
    /// <param name="config">The entry; of a device that is known.</param>
    /// <returns>The key that is wrong, and what is wrong with it.</returns>
    public static IEnumerable<(string Key, string Message)> Faults(ModelConfig config)
    {
        foreach (var option in config.ProviderOptions.Keys)
        {
            // With these set behind its back the engine would bind memory that a captured run does not write to.
            if (option is "enable_cuda_graph" or "trt_cuda_graph_enable")
                yield return ("provider_options", $"{option} is the engine's to set: write cuda_graph: true in its place");
            if (option is "user_compute_stream" or "has_user_compute_stream")
                yield return ("provider_options", $"{option} is the engine's to set: one_stream says whether it is");
        }

        if (!config.CudaGraph) yield break;
        if (!config.OneStream) yield return ("one_stream", "is false, but cuda_graph captures what that stream is given: leave one of the two out");
        var kinds = ModelDevice.TryParseList(config.Device)!.Select(static device => device.Kind).ToArray();
        if (kinds.Contains("tensorrt"))
            yield return ("cuda_graph", $"is for cuda:N, and device is '{config.Device}': TensorRT's provider keeps one graph and replays it whatever a run is bound to");
        else if (!kinds.Contains("cuda") && !kinds.Contains("auto"))
            yield return ("cuda_graph", $"is for cuda:N, and device is '{config.Device}': write device: cuda:0, or leave cuda_graph out");
    }
}
