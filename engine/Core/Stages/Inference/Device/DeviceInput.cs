using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Cuda;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>
/// A model's input on the device it runs on: pictures are read where they were decoded, and the model reads the input where it was written.
/// One thread at a time.
/// </summary>
internal sealed class DeviceInput : IDisposable
{
    private readonly DetectionModel _model;
    private readonly ModelGpu _gpu;
    private readonly DevicePreprocessor _preprocessor;
    private readonly OrtTensor _tensor;
    private readonly BoundBatch?[] _batches;
    private OrtLane? _lane; // the session's, one right to it

    /// <summary>Takes the memory of a batch.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="session">The session that will read the input; borrowed until the next.</param>
    /// <param name="gpu">Its device; borrowed.</param>
    /// <param name="images">Most images of a batch.</param>
    /// <exception cref="CudaException">The device has not so much memory left.</exception>
    public DeviceInput(DetectionModel model, OrtSession session, ModelGpu gpu, int images)
    {
        (_model, _gpu) = (model, gpu);
        _preprocessor = new(gpu.Device, model.Layout, images);
        _tensor = gpu.Tensor(_preprocessor.Target, model.Ports.Input.ElementType, model.Ports.InputShape(images));
        _batches = new BoundBatch?[images + 1];
        Follow(session);
    }

    /// <summary>Whether a surface's samples are of a format that the kernels read.</summary>
    public static bool Takes(DeviceSurface surface) => surface.Frame.SampleFormat.Name is "nv12" or "p010le";

    /// <summary>Writes a picture into the batch; one that lies in host memory is uploaded.</summary>
    /// <param name="at">Its place in the batch.</param>
    /// <param name="frame">The frame; borrowed until the run is done.</param>
    /// <param name="area">The part of the displayed frame to show; null for all of it.</param>
    /// <param name="converter">For rare formats.</param>
    public Placement Put(int at, Frame frame, PictureArea? area, RarePictureConverter converter)
    {
        if (frame.Picture is AvPicture { Surface: { } surface } && surface.Device == _gpu.Index && Takes(surface))
        {
            var isP010 = surface.Frame.SampleFormat.Name == "p010le";
            var kind = PictureKind.Of(frame.Picture, frame.Rotation) with { Format = isP010 ? PixelFormat.Yuv420P10 : PixelFormat.Nv12 };
            var (luma, chroma) = (surface.Frame.DevicePlane(0), surface.Frame.DevicePlane(1));
            return _preprocessor.Put(at, new DeviceSamples(luma.Address, chroma.Address, 0, luma.Stride, chroma.Stride, 0, isP010), kind, area);
        }

        var picture = frame.Picture.Format == PixelFormat.Other ? converter.Convert(frame.Picture) : frame.Picture;
        return _preprocessor.Put(at, picture, frame.Rotation, area);
    }

    /// <summary>Lets go of the session, and goes on with another.</summary>
    /// <param name="session">Borrowed until the next.</param>
    public void Follow(OrtSession session)
    {
        var lane = session.Lane is { } own && own.TryShare() ? own : null;
        _preprocessor.MoveTo(lane?.Stream);
        Unbind();
        _lane?.Dispose();
        _lane = lane;
    }

    /// <summary>What runs the model on the input.</summary>
    /// <param name="session">The session followed.</param>
    /// <param name="images">Images of the run.</param>
    public BoundBatch Bind(OrtSession session, int images)
        => _batches[images] ??= new(_model, session, _tensor, images, _lane is { CapturesGraphs: true } lane ? new(_gpu, lane) : null);

    /// <summary>Writes the input and runs the model on it.</summary>
    /// <param name="batch">What runs it.</param>
    /// <param name="count">Pictures put; none runs it on whatever is there.</param>
    /// <param name="options">To end it from another thread.</param>
    public void Run(BoundBatch batch, int count, OrtRunOptions options)
    {
        if (_lane == null)
        {
            // ONNX Runtime works on streams of its own, which know nothing of this one.
            if (count > 0) _preprocessor.Launch(count);
            _preprocessor.Stream.Synchronize();
            batch.Run(options);
            return;
        }

        using var turn = _lane.Enter();
        if (count > 0) _preprocessor.Launch(count);
        try
        {
            batch.Run(options);
        }
        catch
        {
            Settle();
            throw;
        }
    }

    private void Unbind()
    {
        foreach (var batch in _batches) batch?.Dispose();
        Array.Clear(_batches);
    }

    // The pictures are given up next, and may still be read.
    private void Settle()
    {
        try
        {
            _preprocessor.Stream.Synchronize();
        }
        catch (CudaException)
        {
            // Nothing reads them any more; the run says what was wrong.
        }
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        Unbind();
        _tensor.Dispose();
        _preprocessor.Dispose();
        _lane?.Dispose();
    }
}
