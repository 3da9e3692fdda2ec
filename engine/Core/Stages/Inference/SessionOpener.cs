using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Cuda;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>Loads a model's session on the device that its entry names.</summary>
/// <param name="config">The entry.</param>
/// <param name="path">The ONNX file.</param>
/// <param name="threads">Threads inside one run where the entry leaves it to the engine.</param>
internal sealed class SessionOpener(ModelConfig config, string path, int threads)
{
    private readonly IReadOnlyList<ModelDevice> _devices = ModelDevice.TryParseList(config.Device)
        ?? throw new ModelException($"Model '{config.Id}': there is no device '{config.Device}'; it is {ModelDevice.Known}.");

    /// <summary>Where the latest session runs, and why not on a GPU where it might have.</summary>
    public string Note { get; private set; } = "";

    /// <summary>The CUDA device that the latest session runs on; null for none.</summary>
    public int? CudaDevice { get; private set; }

    /// <summary>Loads a session.</summary>
    /// <param name="stop">Ends a long load.</param>
    /// <exception cref="ModelException">It cannot be loaded, or the device is not to be had; says what is missing.</exception>
    public OrtSession Open(CancellationToken stop)
    {
        try
        {
            if (!_devices[0].IsAuto) return OpenFirst(stop);
            if (!OrtLibrary.GetAvailableProviders().Contains("CUDAExecutionProvider")) return Open(new("cpu", ""), stop);
            try
            {
                return Open(new("cuda", "0"), stop);
            }
            catch (OrtProviderException fault)
            {
                Note = $"runs on the CPU: {fault.Message}";
                return Open(new("cpu", ""), stop);
            }
        }
        catch (Exception fault) when (fault is OrtException or OrtProviderException or CudaException)
        {
            throw new ModelException($"Model '{config.Id}': '{path}' cannot be loaded: {fault.Message}", fault);
        }
    }

    private OrtSession OpenFirst(CancellationToken stop)
    {
        var missed = "";
        for (var i = 0; ; i++)
        {
            try
            {
                var session = Open(_devices[i], stop);
                if (i > 0) Note = $"runs on {_devices[i]}: {missed}";
                return session;
            }
            catch (OrtProviderException fault) when (i < _devices.Count - 1)
            {
                missed += (missed.Length > 0 ? " " : "") + fault.Message;
            }
        }
    }

    private OrtSession Open(ModelDevice device, CancellationToken stop)
    {
        var given = _devices.Count == 1 ? config.ProviderOptions : device.Own(config.ProviderOptions);
        var lane = LaneOn(device);
        var providers = device.Providers(given, Path.Combine(Path.GetDirectoryName(path)!, "engines"), lane is { CapturesGraphs: true });
        var session = OrtSession.Load(path, new OrtSessionOptions
        {
            IntraOpThreads = config.Threads > 0 ? config.Threads : threads,
            LogId = config.Id,
            Providers = providers,
            Lane = lane,
        }, stop);
        CudaDevice = device.CudaIndex;
        if (providers.Count > 0) Note = $"runs on {device}{How(lane)}";
        if (device.CudaIndex == null || !config.CudaGraph || lane != null) return session;
        session.Dispose();
        throw new ModelException($"Model '{config.Id}': cuda_graph: the engine's own kernels, which write a captured run's input, cannot be used on {device}: leave cuda_graph out.");
    }

    // Pictures are written by the engine's own kernels where those can run, on a stream that the session is given too.
    private OrtLane? LaneOn(ModelDevice device) => config.OneStream && ModelGpu.Of(device.CudaIndex).Value is { } gpu ? new(gpu.Device.Context, config.CudaGraph) : null;

    private static string How(OrtLane? lane) => lane == null ? "" : lane.CapturesGraphs ? ", its runs captured into CUDA graphs" : ", on one stream with its pre-processing";
}
