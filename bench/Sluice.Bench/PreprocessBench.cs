using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.FFmpeg;

namespace Sluice.Bench;

/// <summary>A decoder's picture to a 416 x 416 tensor: our one pass against swscale and a second pass, budget twice as fast.</summary>
[MemoryDiagnoser]
public class PreprocessBench : IDisposable
{
    private const int Side = 416;
    private readonly float[] _tensor = new float[3 * Side * Side];
    private readonly byte[] _packed = new byte[3 * Side * Side];
    private readonly AvFrame _native = new();
    private readonly Scaler _scaler = new();
    private FramePreprocessor _preprocessor = null!;
    private ResamplePlan? _bordered;
    private HostPicture _picture = null!;

    [Params(432, 1080)]
    public int Height { get; set; }

    private int Width => Height * 16 / 9;

    [GlobalSetup]
    public void Setup()
    {
        FFmpegLibrary.Load();
        var random = new Random(1);
        _picture = new HostPicture(Width, Height, PixelFormat.Yuv420P);
        _native.Allocate(Width, Height, AvPixelFormat.Yuv420p);
        for (var plane = 0; plane < 3; plane++)
        {
            random.NextBytes(_picture.WritablePlane(plane));
            random.NextBytes(_native.WritablePlane(plane));
        }

        _preprocessor = new FramePreprocessor(InputLayout.Of(new ModelCard { Letterbox = Letterbox.TopLeft, Scale = 1 / 255.0 }, Side, Side));
    }

    [Benchmark]
    public void OnePass() => _preprocessor.Write(_picture, 0, _tensor, ref _bordered);

    [Benchmark(Baseline = true)]
    public void SwscaleAndSecondPass()
    {
        var scale = Math.Min((double)Side / Width, (double)Side / Height);
        int width = (int)(Width * scale), height = (int)(Height * scale);
        _scaler.Convert(_native, _packed, width * 3, width, height, AvPixelFormat.Named("rgb24"));
        for (var y = 0; y < height; y++)
        {
            var row = _packed.AsSpan(y * width * 3, width * 3);
            for (var x = 0; x < width; x++)
            {
                var at = (y * Side) + x;
                _tensor[at] = row[x * 3] / 255f;
                _tensor[(Side * Side) + at] = row[(x * 3) + 1] / 255f;
                _tensor[(2 * Side * Side) + at] = row[(x * 3) + 2] / 255f;
            }
        }
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _native.Dispose();
        _scaler.Dispose();
    }
}
