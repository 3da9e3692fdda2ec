using System.Globalization;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>A session's inputs and outputs bound for batches of one size, over the first images of a shared input.</summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly DetectionModel _model;
    private readonly OrtBinding _binding;
    private readonly List<OrtTensor> _tensors = [];
    private readonly DeviceOutputs? _device;
    private readonly int _images;

    /// <summary>Binds them.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="session">Its session; borrowed.</param>
    /// <param name="input">Room for at least <paramref name="images"/> images; borrowed.</param>
    /// <param name="images">Images in a batch.</param>
    /// <param name="device">Keeps all else that is bound on the session's device, for a run that is captured there; null for the host. Taken over.</param>
    public BoundBatch(DetectionModel model, OrtSession session, OrtTensor input, int images, DeviceOutputs? device = null)
    {
        (_model, _images, _device) = (model, images, device);
        _binding = new(session);
        if (device != null)
        {
            Options = new();
            Options.Set("gpu_graph_id", device.Graph.ToString(CultureInfo.InvariantCulture));
        }

        var ports = model.Ports;
        _binding.BindInput(ports.Input.Name, Keep(input.View(ports.InputShape(images))));
        foreach (var size in ports.Sizes)
        {
            var numbers = Keep(size.Tensor(images, ports.Width, ports.Height));
            _binding.BindInput(size.Info.Name, device == null ? numbers : device.Upload(numbers));
        }

        var outputs = new List<(OrtTensorInfo, OrtTensor?, OrtBoundOutput?)>();
        foreach (var place in model.OutputPlaces) outputs.Add(Bind(model.Signature.Outputs[place]));
        Outputs = new(outputs, images, model.Output.IsTable(model.Signature));
        if (model.Card.Features is { } features) Features = new([Bind(session.Outputs.First(output => output.Name == features))], images);

        (OrtTensorInfo, OrtTensor?, OrtBoundOutput?) Bind(OrtTensorInfo info)
        {
            var known = ports.OutputShape(info, images);
            if (device != null)
            {
                var (onDevice, onHost) = device.Add(info.ElementType, known ?? Learn(info));
                _binding.BindOutput(info.Name, onDevice);
                return (info, onHost, null);
            }

            if (known is not { } shape) return (info, null, _binding.BindOutput(info.Name));
            var tensor = Keep(OrtTensor.Allocate(info.ElementType, shape));
            _binding.BindOutput(info.Name, tensor);
            return (info, tensor, null);
        }
    }

    /// <summary>What the latest run gave.</summary>
    public OutputSet Outputs { get; }

    /// <summary>Features of the pictures that the latest run gave; null where the card names none.</summary>
    public OutputSet? Features { get; }

    /// <summary>The options that its runs must have; null where any will do.</summary>
    public OrtRunOptions? Options { get; }

    /// <summary>Runs the model on what the input holds.</summary>
    /// <param name="options">To end it from another thread.</param>
    /// <exception cref="ModelException">An output has not the shape that the model's family has.</exception>
    public void Run(OrtRunOptions options)
    {
        _binding.Run(options);
        _device?.Fetch();
        if (Outputs.Refresh()) _model.RequireFit(Outputs, _images);
        Features?.Refresh();
    }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        foreach (var tensor in _tensors) tensor.Dispose();
        _device?.Dispose();
        Options?.Dispose();
    }

    // A captured run writes where it wrote when it was captured: of an output that only a run tells the shape of, one tells that isn't captured.
    // What depends on the picture, as boxes after suppression do, cannot be captured; ONNX Runtime refuses that itself.
    private long[] Learn(OrtTensorInfo info)
    {
        using var plain = new OrtRunOptions();
        plain.Set("gpu_graph_id", "-1");
        var output = _binding.BindOutput(info.Name);
        _binding.Run(plain);
        long[] shape = [.. output.Shape];
        if (!shape.Contains(0)) return shape;
        throw new ModelException($"Model '{_model.Id}': cuda_graph needs outputs whose shape does not depend on the pictures, and of '{info.Name}' a run gave none: leave cuda_graph out.");
    }

    private OrtTensor Keep(OrtTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }
}
