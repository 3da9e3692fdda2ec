using Sluice.Core.Stages.Inference;
using Sluice.Native.FFmpeg;
using Sluice.Native.Ort;

namespace Sluice.Host.Bench;

/// <summary>
/// The least a program can do with a video and a model: decode on one thread, scale with swscale, unpack to the tensor, run. No boxes come
/// out. What the engine adds to this is its overhead.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtTensor _input;
    private readonly OrtBinding _binding;
    private readonly Scaler _scaler = new();
    private readonly byte[] _packed;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Loads the model with one thread.</summary>
    /// <param name="model">The same model as the engine's, for its file and size.</param>
    public BareLoop(DetectionModel model)
    {
        (_width, _height) = (model.InputWidth, model.InputHeight);
        _session = OrtSession.Load(model.Path, new OrtSessionOptions { IntraOpThreads = 1 });
        _input = OrtTensor.Allocate<float>(1, 3, _height, _width);
        _packed = new byte[_width * _height * 3];
        _binding = new OrtBinding(_session);
        _binding.BindInput(_session.Inputs[0].Name, _input);
        foreach (var output in _session.Outputs) _binding.BindOutput(output.Name);
    }

    /// <summary>Goes through a video once.</summary>
    /// <param name="video">Path of the clip.</param>
    /// <param name="decodeOnly">Leaves scaling and the model out.</param>
    /// <param name="stop">Ends early.</param>
    /// <returns>Frames decoded.</returns>
    public int Run(string video, bool decodeOnly, CancellationToken stop)
    {
        using var input = Demuxer.Open(video, null, stop);
        using var decoder = new VideoDecoder(input, new DecoderOptions { ThreadCount = 1 });
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var frames = 0;
        for (var more = true; more;)
        {
            more = input.TryRead(packet) == ReadResult.Packet;
            while (decoder.Send(more ? packet : null) == SendResult.NeedsOutput) frames += Receive(decoder, frame, decodeOnly);
            frames += Receive(decoder, frame, decodeOnly);
        }

        stop.ThrowIfCancellationRequested();
        return frames;
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _session.Dispose();
        _scaler.Dispose();
    }

    private int Receive(VideoDecoder decoder, AvFrame frame, bool decodeOnly)
    {
        var frames = 0;
        for (; decoder.Receive(frame) == ReceiveResult.Frame; frames++)
            if (!decodeOnly) Infer(frame);
        return frames;
    }

    private void Infer(AvFrame frame)
    {
        var scale = Math.Min((double)_width / frame.Width, (double)_height / frame.Height);
        int width = (int)(frame.Width * scale), height = (int)(frame.Height * scale);
        _scaler.Convert(frame, _packed, width * 3, width, height, AvPixelFormat.Named("bgr24"));
        var tensor = _input.As<float>();
        var plane = _width * _height;
        for (var y = 0; y < height; y++)
        {
            var row = _packed.AsSpan(y * width * 3, width * 3);
            Span<float> first = tensor.Slice(y * _width, width), second = tensor.Slice(plane + (y * _width), width),
                third = tensor.Slice((2 * plane) + (y * _width), width);
            for (var x = 0; x < width; x++) (first[x], second[x], third[x]) = (row[x * 3], row[(x * 3) + 1], row[(x * 3) + 2]);
        }

        _binding.Run();
    }
}
