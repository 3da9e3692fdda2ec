using Sluice.Core.Stages.Inference;
using Sluice.Native.FFmpeg;
using Sluice.Native.Ort;

namespace Sluice.Host.Bench;

/// <summary>
/// The least a program can do with videos and a model: decode on one thread, scale with swscale, unpack to the tensor, run. No boxes come
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

    /// <summary>Goes through a video once, in as many copies side by side as there are sources: a frame of each in turn.</summary>
    /// <param name="video">Path of the clip.</param>
    /// <param name="copies">How many read it.</param>
    /// <param name="decodeOnly">Leaves scaling and the model out.</param>
    /// <param name="stop">Ends early.</param>
    /// <returns>Frames decoded.</returns>
    public int Read(string video, int copies, bool decodeOnly, CancellationToken stop)
    {
        var readers = Enumerable.Range(0, copies).Select(_ => new Reader(video, stop)).ToList();
        try
        {
            var frames = 0;
            var open = new List<Reader>(readers);
            while (open.Count > 0)
            {
                for (var i = open.Count - 1; i >= 0; i--)
                {
                    if (open[i].Next() is not { } frame)
                    {
                        open.RemoveAt(i);
                        continue;
                    }

                    frames++;
                    if (!decodeOnly) Infer(frame);
                }

                stop.ThrowIfCancellationRequested();
            }

            return frames;
        }
        finally
        {
            foreach (var reader in readers) reader.Dispose();
        }
    }

    /// <summary>Runs the model on what its input holds.</summary>
    /// <param name="times">How often.</param>
    /// <param name="stop">Ends early.</param>
    public int Run(int times, CancellationToken stop)
    {
        for (var i = 0; i < times; i++)
        {
            stop.ThrowIfCancellationRequested();
            _binding.Run();
        }

        return times;
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _session.Dispose();
        _scaler.Dispose();
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

    // One decoder over the clip.
    private sealed class Reader : IDisposable
    {
        private readonly Demuxer _input;
        private readonly VideoDecoder _decoder;
        private readonly AvPacket _packet = new();
        private readonly AvFrame _frame = new();
        private bool _isOver;

        public Reader(string video, CancellationToken stop)
        {
            _input = Demuxer.Open(video, null, stop);
            _decoder = new(_input, new DecoderOptions { ThreadCount = 1 });
        }

        // Borrowed until the next call; null at the end.
        public AvFrame? Next()
        {
            while (true)
            {
                if (_decoder.Receive(_frame) == ReceiveResult.Frame) return _frame;
                if (_isOver) return null;
                _isOver = _input.TryRead(_packet) != ReadResult.Packet;
                _decoder.Send(_isOver ? null : _packet);
            }
        }

        public void Dispose()
        {
            _decoder.Dispose();
            _input.Dispose();
            _packet.Dispose();
            _frame.Dispose();
        }
    }
}
