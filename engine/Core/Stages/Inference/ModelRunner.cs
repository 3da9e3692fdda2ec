using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Cuda;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// Feeds pictures to a model: pre-processing straight into the bound input, one run a batch. All memory is made on the first batch of each
/// size and kept. A run that fails is tried once more on a fresh session. One thread at a time; the model outlives it.
/// </summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly DetectionModel _model;
    private readonly FramePreprocessor _preprocessor;
    private readonly RarePictureConverter _converter = new();
    private readonly OrtTensor _input;
    private readonly BoundBatch?[] _batches;
    private readonly ResamplePlan?[] _bordered;
    private readonly Placement[] _placements;
    private readonly OrtRunOptions _options = new();
    private DeviceInput? _device;
    private bool _isOnDevice;
    private bool _isDeviceRefused;
    private OrtSession _session;

    /// <summary>Prepares runs.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="batch">Most images a run, at least 1; a model of fixed batch runs as many as it takes.</param>
    /// <exception cref="ModelException">Its runs are to be captured into CUDA graphs, and the device has no room for them.</exception>
    /// <exception cref="OrtException">Its runs are to be captured, and one failed.</exception>
    public ModelRunner(DetectionModel model, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        _model = model;
        _session = model.Sessions.Session;
        Images = model.FixedBatch ?? batch;
        _preprocessor = new(model.Layout);
        _input = OrtTensor.Allocate(model.Ports.Input.ElementType, model.Ports.InputShape(Images));
        _batches = new BoundBatch?[Images + 1];
        _bordered = new ResamplePlan?[Images];
        _placements = new Placement[Images];
        if (_session.Lane is { CapturesGraphs: true }) Capture();
    }

    /// <summary>Most images a run.</summary>
    public int Images { get; }

    /// <summary>Where each picture of the batch lies in its input.</summary>
    public ReadOnlySpan<Placement> Placements => _placements;

    /// <summary>Features of the pictures that the latest run gave; null where the card names none. Valid until the next run.</summary>
    public OutputSet? Features { get; private set; }

    /// <summary>Writes a picture into the batch.</summary>
    /// <param name="at">Its place in the batch, from 0.</param>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="area">The part of the displayed frame to show; null for all of it.</param>
    public void Put(int at, Frame frame, PictureArea? area = null)
    {
        // The first picture says for the batch: where it was decoded on the model's device, it stays there.
        // Runs that are captured read what lies on the device, so that pictures of the host are uploaded.
        if (at == 0) _isOnDevice = _session.Lane is { CapturesGraphs: true } || (frame.Picture is AvPicture { Surface: { } surface } && TryPrepare(surface));
        if (_isOnDevice)
        {
            _placements[at] = _device!.Put(at, frame, area, _converter);
            return;
        }

        var picture = frame.Picture.Format == PixelFormat.Other ? _converter.Convert(frame.Picture) : frame.Picture;
        var size = _model.Layout.SizeBytes;
        _placements[at] = _preprocessor.Write(picture, frame.Rotation, area, _input.Bytes.Slice(at * size, size), ref _bordered[at]);
    }

    /// <summary>Runs the model on the pictures put.</summary>
    /// <param name="count">How many, from the first.</param>
    /// <param name="stop">Ends the run.</param>
    /// <returns>What it gave; valid until the next run.</returns>
    /// <exception cref="ModelException">An output has not the shape the family has.</exception>
    /// <exception cref="OrtException">The run failed, on a fresh session too.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public OutputSet Run(int count, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Follow(_model.Sessions.Next(stop));
        try
        {
            return RunOnce(count, stop);
        }
        catch (Exception fault) when (fault is OrtException or ObjectDisposedException && TryRenew(stop))
        {
            // Its own fault, or another runner's that had the session replaced at this very moment.
            return RunOnce(count, stop);
        }
    }

    /// <summary>Goes on with a fresh session, for a model that gave what it should not.</summary>
    /// <param name="stop">Ends the load.</param>
    /// <returns>False when the session may not be replaced yet.</returns>
    public bool TryRenew(CancellationToken stop)
    {
        if (!_model.Sessions.TryRenew(_session, stop)) return false;
        Follow(_model.Sessions.Session);
        return true;
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        Unbind();
        _device?.Dispose();
        _input.Dispose();
        _converter.Dispose();
        _options.Dispose();
    }

    private OutputSet RunOnce(int count, CancellationToken stop)
    {
        var images = _model.FixedBatch ?? (_session.Lane is { CapturesGraphs: true } ? GraphSizes.For(count, Images) : count);
        var batch = _isOnDevice ? _device!.Bind(_session, images) : _batches[images] ??= new(_model, _session, _input, images);
        var options = batch.Options ?? _options;
        if (options.IsTerminated) options.Reset();
        using var end = stop.UnsafeRegister(static options => ((OrtRunOptions)options!).Terminate(), options);
        try
        {
            if (_isOnDevice) _device!.Run(batch, count, options);
            else batch.Run(options);
        }
        catch (OrtException fault) when (options.IsTerminated)
        {
            // Whatever held it up may still hold the session: the next run starts on another.
            _model.Sessions.Distrust(_session);
            throw new OperationCanceledException($"Model '{_model.Id}' was stopped in the middle of a run.", fault, stop);
        }

        _model.Sessions.Trust(_session);
        Features = batch.Features;
        return batch.Outputs;
    }

    private void Follow(OrtSession session)
    {
        if (ReferenceEquals(session, _session)) return;
        Unbind();
        _device?.Follow(session);
        _session = session;
        if (session.Lane is { CapturesGraphs: true }) Capture();
    }

    private void Unbind()
    {
        foreach (var batch in _batches) batch?.Dispose();
        Array.Clear(_batches);
    }

    // All at once and before any frame: while one captures, nobody else may ask the device for memory.
    private void Capture()
    {
        try
        {
            _device ??= new(_model, _session, _model.Gpu.Value ?? throw new ModelException($"Model '{_model.Id}': there is no device to capture its runs on."), Images);
            foreach (var images in GraphSizes.Of(Images, _model.FixedBatch))
            {
                var batch = _device.Bind(_session, images);
                _device.Run(batch, 0, batch.Options ?? _options);
            }
        }
        catch (CudaException fault)
        {
            throw new ModelException($"Model '{_model.Id}': cuda_graph: {fault.Message}; leave cuda_graph out, or make batch.size smaller.", fault);
        }
    }

    private bool TryPrepare(DeviceSurface surface)
    {
        if (_isDeviceRefused || _model.Gpu.Value is not { } gpu || gpu.Index != surface.Device || !DeviceInput.Takes(surface)) return false;
        if (_device != null) return true;
        try
        {
            _device = new(_model, _session, gpu, Images);
            return true;
        }
        catch (CudaException)
        {
            // No memory left there, most likely: its pictures are copied to the host instead, which is counted.
            _isDeviceRefused = true;
            return false;
        }
    }
}
