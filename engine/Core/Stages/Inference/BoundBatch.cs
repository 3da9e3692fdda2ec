using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>A model's input and output bound for batches of one size, over the first images of a shared input.</summary>
internal sealed class BoundBatch : IDisposable
{
    private readonly DetectionModel _model;
    private readonly OrtBinding _binding;
    private readonly OrtTensor _input;
    private readonly OrtTensor? _output;
    private readonly OrtBoundOutput? _provided;
    private readonly long[] _shape;
    private readonly int _images;

    /// <summary>Binds them.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="input">Room for at least <paramref name="images"/> images; borrowed.</param>
    /// <param name="images">Images in a batch.</param>
    public BoundBatch(DetectionModel model, OrtTensor input, int images)
    {
        (_model, _images) = (model, images);
        _binding = new(model.Session);
        _input = input.View([images, 3, model.InputHeight, model.InputWidth]);
        _binding.BindInput(model.Ports.Input.Name, _input);
        if (model.Ports.OutputShape(images) is { } shape)
        {
            _shape = shape;
            _output = OrtTensor.Allocate<float>(shape);
            _binding.BindOutput(model.Ports.Output.Name, _output);
        }
        else
        {
            _shape = [];
            _provided = _binding.BindOutput(model.Ports.Output.Name);
        }
    }

    /// <summary>What the latest run gave.</summary>
    public ReadOnlySpan<float> Output => _output == null ? _provided!.As<float>() : _output.As<float>();

    /// <summary>The shape of what the latest run gave.</summary>
    public ReadOnlySpan<long> Shape => _output == null ? _provided!.Shape : _shape;

    /// <summary>Runs the model on what the input holds.</summary>
    /// <param name="options">To end it from another thread.</param>
    /// <exception cref="ModelException">The output has not the shape the model's family has.</exception>
    public void Run(OrtRunOptions options)
    {
        _binding.Run(options);
        var shape = Shape;
        int? classes = _model.Labels.IsEmpty ? null : _model.Labels.Length;
        if (OutputShapes.Fits(_model.Family, shape, _model.InputWidth, _model.InputHeight, classes)
            && (shape.Length == 2 ? _images == 1 : shape[0] == _images)) return;
        throw new ModelException(
            $"Model '{_model.Id}': output '{_model.Ports.Output.Name}' came as {OutputShapes.Text(shape)} for {_images} images; expected "
            + $"{OutputShapes.Describe(_model.Family, _model.InputWidth, _model.InputHeight, classes)}.");
    }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output?.Dispose();
    }
}
