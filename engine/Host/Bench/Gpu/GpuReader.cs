using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench.Gpu;

/// <summary>
/// Decodes a clip on a device, and where asked writes each batch of its frames into a model's input there, or encodes them there: what the engine
/// does with a frame before the model runs, or after, and nothing else. On one thread.
/// </summary>
internal sealed class GpuReader : IAvPictureOwner, IDisposable
{
    /// <summary>Frames of a batch.</summary>
    public const int Batch = 8;

    private readonly Demuxer _input;
    private readonly VideoDecoder _decoder;
    private readonly AvPacket _packet = new();
    private readonly AvFrame[] _held = [.. Enumerable.Range(0, Batch).Select(static _ => new AvFrame())];
    private readonly DevicePreprocessor? _preprocessor;
    private readonly GpuEncoder? _encoder;
    private bool _isOver;

    /// <summary>Opens it.</summary>
    /// <param name="clip">A file.</param>
    /// <param name="on">What decodes; borrowed.</param>
    /// <param name="gpu">What pre-processes; null to decode only. Borrowed.</param>
    /// <param name="layout">The model's input.</param>
    /// <param name="encodes">Whether the pictures are encoded on the device that decodes.</param>
    /// <param name="stop">Ends a long opening.</param>
    public GpuReader(string clip, AvHardwareDevice on, GpuDevice? gpu, InputLayout layout, bool encodes, CancellationToken stop)
    {
        _input = Demuxer.Open(clip, null, stop);
        _decoder = new(_input, new DecoderOptions { ThreadCount = 1, Device = on, ExtraSurfaces = Batch });
        if (gpu != null) _preprocessor = new(gpu, layout, Batch);
        if (encodes) _encoder = new(on);
    }

    /// <summary>Frames that the device refused and the CPU decoded.</summary>
    public int OnCpu { get; private set; }

    /// <summary>Goes through the clip.</summary>
    /// <returns>Frames.</returns>
    public int Read(CancellationToken stop)
    {
        var (frames, held) = (0, 0);
        while (TryNext(_held[held]))
        {
            stop.ThrowIfCancellationRequested();
            frames++;
            if (!_held[held].IsOnDevice) OnCpu++;
            _encoder?.Send(_held[held]);
            if (_preprocessor == null) continue;
            Put(held++);
            if (held < Batch) continue;
            Finish(held);
            held = 0;
        }

        if (held > 0) Finish(held);
        _encoder?.Send(null);
        return frames;
    }

    public void Dispose()
    {
        foreach (var frame in _held) frame.Dispose();
        _preprocessor?.Dispose();
        _encoder?.Dispose();
        _decoder.Dispose();
        _input.Dispose();
        _packet.Dispose();
    }

    // The frames stay here: each is filled again.
    void IAvPictureOwner.Return(AvFrame frame, long sizeBytes)
    {
    }

    private bool TryNext(AvFrame into)
    {
        while (true)
        {
            if (_decoder.Receive(into) == ReceiveResult.Frame) return true;
            if (_isOver) return false;
            _isOver = _input.TryRead(_packet) != ReadResult.Packet;
            _decoder.Send(_isOver ? null : _packet);
        }
    }

    private void Put(int at)
    {
        var frame = _held[at];
        if (!frame.IsOnDevice)
        {
            _preprocessor!.Put(at, new AvPicture(frame, this), 0, null);
            return;
        }

        var isP010 = frame.SampleFormat.Name == "p010le";
        var kind = new PictureKind(frame.Width, frame.Height, 0, isP010 ? PixelFormat.Yuv420P10 : PixelFormat.Nv12,
            Abstractions.ColorRange.Limited, ColorMatrix.Bt709);
        var (luma, chroma) = (frame.DevicePlane(0), frame.DevicePlane(1));
        _preprocessor!.Put(at, new DeviceSamples(luma.Address, chroma.Address, 0, luma.Stride, chroma.Stride, 0, isP010), kind, null);
    }

    private void Finish(int count)
    {
        _preprocessor!.Launch(count);
        _preprocessor.Stream.Synchronize();
    }
}
