using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Stages.Inference;

namespace Sluice.Core.Config;

/// <summary>One entry of <c>models</c>.</summary>
public sealed record ModelConfig
{
    /// <summary>The name stages refer to it by.</summary>
    [Description("Name that stages refer to."), Required]
    public string Id { get; init; } = "";

    /// <summary>A folder with <c>model.onnx</c> and <c>card.yaml</c>, or an <c>.onnx</c> file.</summary>
    [Description("Folder with model.onnx and card.yaml, or an .onnx file with NAME.card.yaml beside it or card given here."), Required]
    public string Path { get; init; } = "";

    /// <summary>The card: written here, or read from the file beside the model; null when there is neither.</summary>
    [Description("The model card, when there is no card file.")]
    public ModelCard? Card { get; init; }

    /// <summary>Threads inside one run; 0 lets the engine choose.</summary>
    [Description("Threads inside one run; 0 lets the engine choose."), Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>Where it runs: <c>auto</c>, <c>cpu</c>, or an execution provider with an optional device number; several with commas between are tried in order.</summary>
    [Description("Where it runs: auto (the first NVIDIA GPU when its provider is there, else the CPU), cpu, cuda:0, tensorrt:0, webgpu, openvino:GPU; or several of them, the first that can be had is taken: 'tensorrt:0, cuda:0, cpu'.")]
    public string Device { get; init; } = "auto";

    /// <summary>Options handed to the execution provider as they are.</summary>
    [Description("Options handed to the execution provider as they are, such as gpu_mem_limit for cuda or trt_fp16_enable for tensorrt; where device names several, each gets its own.")]
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether on a CUDA device the model runs on the stream that its pictures are written on, so that nobody waits between the two.</summary>
    [Description("Whether on an NVIDIA GPU the model follows its pre-processing on one CUDA stream; false has the engine wait between the two.")]
    public bool OneStream { get; init; } = true;

    /// <summary>Whether its runs on a CUDA device are captured into CUDA graphs, one for each of a few batch sizes.</summary>
    [Description("Whether its runs on cuda:N are captured into CUDA graphs, one for each of a few batch sizes: less work for the CPU with small models; needs outputs of known shape and a model that runs on the GPU alone.")]
    public bool CudaGraph { get; init; }

    /// <summary>Absolute path of the ONNX file.</summary>
    [Browsable(false)]
    public string ModelPath { get; init; } = "";

    /// <summary>Absolute path of the folder that relative paths in the card start from: where the card, or the graph, lies.</summary>
    [Browsable(false)]
    public string CardDirectory { get; init; } = "";

    /// <summary>Where it is written.</summary>
    [Browsable(false)]
    public TextLocation At { get; init; }
}
