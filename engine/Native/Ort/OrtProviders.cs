using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>Adds execution providers to session options and says what is missing when one cannot be had.</summary>
internal static unsafe class OrtProviders
{
    internal static void Append(nint sessionOptions, OrtExecutionProvider provider, OrtLane? lane)
    {
        var available = OrtLibrary.GetAvailableProviders();
        if (!available.Any(name => OrtExecutionProvider.KeyOf(name) == provider.Key))
            throw Missing(provider, available, $"ONNX Runtime {OrtLibrary.Version} was built without it", null);
        using var options = new OrtTextPairs(provider.Options);
        try
        {
            switch (provider.Key)
            {
                case "CPU":
                    break; // always there, always last
                case "CUDA":
                    AppendCuda(sessionOptions, options, lane);
                    break;
                case "TENSORRT":
                    AppendTensorRt(sessionOptions, options, lane);
                    break;
                default:
                    AppendByName(sessionOptions, GenericName(provider.Key), options);
                    break;
            }
        }
        catch (OrtException fault)
        {
            throw Missing(provider, available, MissingLibraries(provider.Key) + fault.Detail, fault);
        }
    }

    private static void AppendCuda(nint sessionOptions, OrtTextPairs pairs, OrtLane? lane)
    {
        var api = OrtLibrary.Api;
        nint native;
        OrtStatus.Check(api->CreateCUDAProviderOptions(&native));
        using var cuda = new OrtCudaOptionsHandle(native);
        if (pairs.Count > 0)
            OrtStatus.Check(api->UpdateCUDAProviderOptions(native, pairs.Keys, pairs.Values, (nuint)pairs.Count));
        // After the texts, which set all that they do not name back. Says by itself that there is a stream.
        if (lane != null)
            fixed (byte* key = "user_compute_stream\0"u8)
                OrtStatus.Check(api->UpdateCUDAProviderOptionsWithValue(native, key, lane.Stream.Native));
        OrtStatus.Check(api->SessionOptionsAppendExecutionProvider_CUDA_V2(sessionOptions, native));
    }

    private static void AppendTensorRt(nint sessionOptions, OrtTextPairs pairs, OrtLane? lane)
    {
        var api = OrtLibrary.Api;
        nint native;
        OrtStatus.Check(api->CreateTensorRTProviderOptions(&native));
        using var tensorRt = new OrtTensorRtOptionsHandle(native);
        if (pairs.Count > 0)
            OrtStatus.Check(api->UpdateTensorRTProviderOptions(native, pairs.Keys, pairs.Values, (nuint)pairs.Count));
        if (lane != null)
            fixed (byte* key = "user_compute_stream\0"u8)
                OrtStatus.Check(api->UpdateTensorRTProviderOptionsWithValue(native, key, lane.Stream.Native));
        OrtStatus.Check(api->SessionOptionsAppendExecutionProvider_TensorRT_V2(sessionOptions, native));
    }

    private static void AppendByName(nint sessionOptions, string name, OrtTextPairs pairs)
    {
        fixed (byte* text = OrtText.Utf8(name))
            OrtStatus.Check(OrtLibrary.Api->SessionOptionsAppendExecutionProvider(
                sessionOptions, text, pairs.Keys, pairs.Values, (nuint)pairs.Count));
    }

    // The generic call compares names by case.
    private static string GenericName(string key) => key switch
    {
        "WEBGPU" => "WebGPU",
        "COREML" => "CoreML",
        "OPENVINO" => "OpenVINO",
        "VITISAI" => "VitisAI",
        _ => key,
    };

    // ONNX Runtime opens these from its own folder; naming the absent one beats a loader's message.
    private static string MissingLibraries(string key)
    {
        if (key == "WEBGPU") return MissingVulkan();
        if (key is not ("CUDA" or "TENSORRT") || Path.GetDirectoryName(OrtLibrary.Location) is not { Length: > 0 } folder)
            return "";
        var absent = new[] { "shared", key.ToLowerInvariant() }
            .Select(part => $"libonnxruntime_providers_{part}.so")
            .Where(file => !File.Exists(Path.Combine(folder, file)))
            .ToArray();
        return absent.Length == 0 ? "" : $"{string.Join(" and ", absent)} not in '{folder}'. ";
    }

    // Dawn says "no supported adapters" of everything.
    private static string MissingVulkan()
    {
        if (!NativeLibrary.TryLoad("libvulkan.so.1", out var loader)) return "Vulkan's loader libvulkan.so.1 not found (Debian: libvulkan1). ";
        NativeLibrary.Free(loader);
        return "it found no Vulkan driver that it takes ('vulkaninfo --summary' lists those there are). ";
    }

    private static OrtProviderException Missing(
        OrtExecutionProvider provider, IReadOnlyList<string> available, string why, Exception? inner) => new(
        $"Execution provider '{provider.Name}' cannot be used: {why.TrimEnd('.', ' ', '\n')}. "
        + $"Built into '{OrtLibrary.Location}': {string.Join(", ", available)}.",
        provider.Name, available, inner);
}
