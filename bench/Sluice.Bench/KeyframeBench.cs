using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Bench;

/// <summary>Looking at one 720p frame for the keyframes stage: budget 100 us in all.</summary>
[MemoryDiagnoser]
public class KeyframeBench
{
    private readonly LumaGrid _grid = new();
    private readonly float[] _features = new float[AppearanceFeatures.Length];
    private readonly ClusterSet _clusters = new(256);
    private HostPicture _picture = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _picture = new HostPicture(1280, 720, PixelFormat.Yuv420P);
        for (var plane = 0; plane < 3; plane++) random.NextBytes(_picture.WritablePlane(plane));
        for (var i = 0; i < 256; i++)
        {
            var info = new FrameInfo { Source = "s", Id = Guid.Empty, Index = i, CapturedAt = default, ArrivedTimestamp = 0 };
            var features = Enumerable.Range(0, AppearanceFeatures.Length).Select(_ => random.NextSingle()).ToArray();
            _clusters.Open(new Candidate(new Frame(info, null), [], features, i));
        }

        Reduce();
    }

    [Benchmark]
    public bool Reduce() => _grid.Read(_picture);

    [Benchmark]
    public float Features() => AppearanceFeatures.Compute(_grid, _features);

    [Benchmark]
    public object? NearestOf256() => _clusters.Find(_features);
}
