using System.Globalization;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>Where a model runs, as a graph writes it: <c>auto</c>, <c>cpu</c>, <c>cuda:0</c>, <c>tensorrt:0</c>, <c>webgpu</c>, <c>openvino:GPU</c>.</summary>
/// <param name="Kind">What comes before the colon, in lower case.</param>
/// <param name="Which">What comes after it; empty where nothing does.</param>
public sealed record ModelDevice(string Kind, string Which)
{
    /// <summary>What may stand before the colon.</summary>
    public const string Known = "auto, cpu, cuda, tensorrt, webgpu, openvino, migraphx, rocm, dml, coreml, xnnpack or qnn, some followed by a device as in cuda:0; several with commas between are tried in order, auto stands alone";

    private static readonly string[] Kinds =
        ["auto", "cpu", "cuda", "tensorrt", "webgpu", "openvino", "migraphx", "rocm", "dml", "coreml", "xnnpack", "qnn"];

    private static readonly string[] Numbered = ["cuda", "tensorrt", "rocm", "migraphx", "dml"];

    /// <summary>Whether the engine chooses.</summary>
    public bool IsAuto => Kind == "auto";

    /// <summary>The number of the CUDA device that it is; null where it is none.</summary>
    internal int? CudaIndex => Kind is "cuda" or "tensorrt" ? Which.Length > 0 ? int.Parse(Which, CultureInfo.InvariantCulture) : 0 : null;

    /// <summary>Reads what a graph says.</summary>
    /// <param name="text">Letter case does not matter before the colon.</param>
    /// <returns>Null when it names nothing that is known; <see cref="Known"/> says what is.</returns>
    public static ModelDevice? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = (colon < 0 ? text : text[..colon]).Trim().ToLowerInvariant();
        var which = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (!Kinds.Contains(kind) || (kind is "auto" or "cpu" && colon >= 0)) return null;
        if (colon >= 0 && which.Length == 0) return null;
        if (which.Length > 0 && Numbered.Contains(kind) && !uint.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return null;
        return new(kind, which);
    }

    /// <summary>Reads a list of devices to try one after the other: <c>tensorrt:0, cuda:0, cpu</c>.</summary>
    /// <param name="text">One device, or several with commas between them.</param>
    /// <returns>Null when one of them names nothing that is known, or <c>auto</c> stands among others: it is a list by itself.</returns>
    public static IReadOnlyList<ModelDevice>? TryParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var devices = new List<ModelDevice>();
        foreach (var part in text.Split(','))
        {
            if (TryParse(part) is not { } device) return null;
            devices.Add(device);
        }

        return devices.Count > 1 && devices.Exists(static device => device.IsAuto) ? null : devices;
    }

    /// <summary>The user's options that are meant for this device, where several are to be tried: TensorRT's begin with <c>trt_</c>.</summary>
    internal IReadOnlyDictionary<string, string> Own(IReadOnlyDictionary<string, string> given)
        => given.Where(option => option.Key.StartsWith("trt_", StringComparison.Ordinal) == (Kind == "tensorrt")).ToDictionary();

    /// <summary>The execution providers to ask for, best first; the CPU always comes last by itself.</summary>
    /// <param name="given">Options of the user's, handed on as they are; they win over ours.</param>
    /// <param name="cache">Folder for engines that a provider builds, absolute.</param>
    /// <param name="captures">Whether runs are captured into CUDA graphs.</param>
    internal IReadOnlyList<OrtExecutionProvider> Providers(IReadOnlyDictionary<string, string> given, string cache, bool captures = false)
    {
        var device = Which.Length > 0 ? Which : "0";
        switch (Kind)
        {
            case "auto" or "cpu":
                return [];
            case "cuda":
                var cuda = Cuda(device);
                if (captures) cuda["enable_cuda_graph"] = "1";
                return [Provider("CUDA", cuda, given)];
            case "tensorrt":
                var tensorRt = new Dictionary<string, string>
                {
                    ["device_id"] = device,
                    ["trt_engine_cache_enable"] = "1", // an engine takes minutes to build
                    ["trt_engine_cache_path"] = cache,
                    ["trt_timing_cache_enable"] = "1",
                };
                return [Provider("TensorRT", tensorRt, given), Provider("CUDA", Cuda(device), new Dictionary<string, string>())];
            case "openvino":
                return [Provider("OpenVINO", Which.Length > 0 ? new() { ["device_type"] = Which } : [], given)];
            default:
                return [Provider(Kind, Which.Length > 0 ? new() { ["device_id"] = Which } : [], given)];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Which.Length > 0 ? $"{Kind}:{Which}" : Kind;

    // Growing by doubling would take memory that other models need, and an exhaustive search for algorithms delays every new batch size.
    private static Dictionary<string, string> Cuda(string device) => new()
    {
        ["device_id"] = device,
        ["arena_extend_strategy"] = "kSameAsRequested",
        ["cudnn_conv_algo_search"] = "HEURISTIC",
    };

    private static OrtExecutionProvider Provider(string name, Dictionary<string, string> own, IReadOnlyDictionary<string, string> given)
    {
        foreach (var (key, value) in given) own[key] = value;
        return new(name) { Options = own };
    }
}
