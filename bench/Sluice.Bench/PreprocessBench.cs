using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.FFmpeg;

namespace Sluice.Bench;

/// <summary>
/// A decoder's picture to a model's tensor: our one pass against FFmpeg's scaler (bilinear, to RGB at the input's size) and a second pass
/// to planes of floats, budget twice as fast; and against a plain copy of as many bytes as are read and written, which no pass can beat.
/// </summary>
[Config(typeof(CpuTimeConfig))]
[MemoryDiagnoser]
public class PreprocessBench : IDisposable
{
    private readonly AvFrame _native = new();
    private readonly Scaler _scaler = new(new() { Quality = ScaleQuality.Bilinear });
    private readonly ResamplePlan?[] _bordered = new ResamplePlan?[8];
    private HostPicture _picture = null!;
    private float[] _tensor = [];
    private byte[] _target = [];
    private byte[] _packed = [];
    private byte[] _read = [];
    private byte[] _written = [];
    private int _shownWidth;
    private int _shownHeight;
    private int _crop;
    private FramePreprocessor _levels = null!;
    private FramePreprocessor _exact = null!;
    private FramePreprocessor _avx2 = null!;
    private FramePreprocessor _portable = null!;
    private FramePreprocessor _half = null!;
    private FramePreprocessor _bytes = null!;

    [Params("768x432-416", "1280x720-640", "1920x1080-640")]
    public string Size { get; set; } = "";

    private int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        FFmpegLibrary.Load();
        var numbers = Size.Split('x', '-').Select(int.Parse).ToArray();
        var (width, height) = (numbers[0], numbers[1]);
        Side = numbers[2];
        var random = new Random(1);
        _picture = new HostPicture(width, height, PixelFormat.Yuv420P);
        _native.Allocate(width, height, AvPixelFormat.Yuv420p);
        for (var plane = 0; plane < 3; plane++)
        {
            random.NextBytes(_picture.WritablePlane(plane));
            random.NextBytes(_native.WritablePlane(plane));
        }

        var layout = InputLayout.Of(new ModelCard { Letterbox = Letterbox.TopLeft, Scale = 1 / 255.0 }, Side, Side);
        var place = Placement.Of(width, height, layout);
        (_shownWidth, _shownHeight) = (place.Width, place.Height);
        (_tensor, _packed, _target) = (new float[layout.Length], new byte[layout.Length], new byte[layout.SizeBytes]);
        (_read, _written) = (new byte[_picture.SizeBytes], new byte[place.Width * place.Height * 3 * sizeof(float)]);
        var exact = layout with { Rounding = InputRounding.Exact };
        _levels = new(layout);
        _exact = new(exact);
        _avx2 = new(exact, RowEngine.Avx2);
        _portable = new(exact, RowEngine.Portable);
        _half = new(exact with { Element = InputElement.Float16 });
        _bytes = new(exact with { Element = InputElement.UInt8, Order = InputOrder.Nhwc, Multiply = [1, 1, 1] });
    }

    [Benchmark(Baseline = true)]
    public void SwscaleAndSecondPass()
    {
        _scaler.Convert(_native, _packed, _shownWidth * 3, _shownWidth, _shownHeight, AvPixelFormat.Rgb24);
        var plane = Side * Side;
        for (var y = 0; y < _shownHeight; y++)
        {
            var row = _packed.AsSpan(y * _shownWidth * 3, _shownWidth * 3);
            var (red, green, blue) = (y * Side, plane + (y * Side), (2 * plane) + (y * Side));
            for (var x = 0; x < _shownWidth; x++)
            {
                _tensor[red + x] = row[x * 3] * (1 / 255f);
                _tensor[green + x] = row[(x * 3) + 1] * (1 / 255f);
                _tensor[blue + x] = row[(x * 3) + 2] * (1 / 255f);
            }
        }
    }

    [Benchmark]
    public void OnePass() => Write(_levels, 0, 4);

    [Benchmark]
    public void OnePassExact() => Write(_exact, 1, 4);

    [Benchmark]
    public void OnePassAvx2() => Write(_avx2, 2, 4);

    [Benchmark]
    public void OnePassPortable() => Write(_portable, 3, 4);

    [Benchmark]
    public void OnePassTurned() => _exact.Write(_picture, 90, null, _target, ref _bordered[4]);

    [Benchmark]
    public void OnePassFloat16() => Write(_half, 5, 2);

    [Benchmark]
    public void OnePassBytesNhwc() => Write(_bytes, 6, 1);

    /// <summary>An object's box, of another size each time, filling the input.</summary>
    [Benchmark]
    public void CropOfOneTenth()
    {
        var (width, height) = (_picture.Width / 10, _picture.Height / 10);
        _crop = (_crop + 1) % 16;
        _exact.Write(_picture, 0, new(width + _crop, height, width - _crop, height + _crop), _target, ref _bordered[7]);
    }

    /// <summary>The picture read and the tensor written once, with no work on the way.</summary>
    [Benchmark]
    public void PlainCopy()
    {
        // Both blocks stay in the memory that the passes use: what is larger is copied in turns.
        for (var at = 0; at < _written.Length; at += _read.Length)
        {
            var count = Math.Min(_read.Length, _written.Length - at);
            _read.AsSpan(0, count).CopyTo(_written.AsSpan(at));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _native.Dispose();
        _scaler.Dispose();
    }

    private void Write(FramePreprocessor preprocessor, int slot, int elementBytes)
        => preprocessor.Write(_picture, 0, null, _target.AsSpan(0, 3 * Side * Side * elementBytes), ref _bordered[slot]);
}
