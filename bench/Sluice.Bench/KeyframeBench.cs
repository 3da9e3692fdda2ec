using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Bench;

/// <summary>
/// Looking at one 720p frame for the keyframes stage: budget 100 us in all, nothing allocated; the end of a period: budget 20 ms; and what a
/// source holds when all its clusters and tracks are in use: budget 4 MB, which is what <see cref="FullSource"/> allocates, and
/// <see cref="FullSourceWithVectors"/> where a model looks as well.
/// </summary>
[MemoryDiagnoser, Config(typeof(CpuTimeConfig))]
public class KeyframeBench : IDisposable
{
    private const int Pictures = 16, Clusters = 512;
    private readonly LumaGrid _grid = new();
    private readonly AppearanceFeatures _appearance = new();
    private readonly float[] _features = new float[AppearanceFeatures.Length];
    private readonly short[] _short = new short[AppearanceFeatures.Length];
    private readonly ClusterSet _noise = new(512);
    private readonly Frame[] _frames = new Frame[Pictures];
    private readonly Frame[] _small = new Frame[Clusters];
    private readonly Frame[] _seen = new Frame[Clusters];
    private SourceSelector _selector = null!;
    private ChoiceTask _task = null!;
    private int _next;

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _selector.Dispose();
        GC.SuppressFinalize(this);
    }

    [GlobalSetup]
    public void Setup()
    {
        // Sixteen pictures in turn: the luma then comes from memory and not from the caches, as after a decoder.
        var random = new Random(1);
        for (var i = 0; i < Pictures; i++)
        {
            var picture = new HostPicture(1280, 720, PixelFormat.Yuv420P);
            for (var plane = 0; plane < 3; plane++) Paint(picture.WritablePlane(plane), plane == 0 ? 1280 : 640, i, random);
            _frames[i] = new Frame(Info(i), picture);
        }

        for (var i = 0; i < Clusters; i++)
        {
            var picture = new HostPicture(64, 64, PixelFormat.Gray8);
            random.NextBytes(picture.WritablePlane(0));
            using var bare = new Frame(Info(i), picture);
            _small[i] = bare.With([new Detection(0, "car", 0.9f, new BoundingBox(8, 8, 40, 40)) { TrackId = i / 2 }]);
            var vector = new float[512];
            foreach (ref var value in vector.AsSpan()) value = (random.NextSingle() - 0.5f) / 6.5f;
            _seen[i] = _small[i].With(new FrameVector("m", vector));
        }

        _noise.Warm(10);
        var candidates = new List<Candidate>();
        for (var i = 0; i < 512; i++)
        {
            for (var j = 0; j < _features.Length; j++) _features[j] = random.NextSingle() * 0.1f;
            VectorMath.Shorten(_features, _short);
            var candidate = new Candidate(new Frame(Info(i), null), new CandidatePicture($"s/{Guid.Empty}"), new NoStore(), new SelectionLedger())
            {
                Features = [.. _short],
                Luma = new byte[1024],
                At = i,
                Quality = 1,
            };
            candidates.Add(candidate);
            _noise.Open(_features, _short, 1 + (i % 7), candidate);
        }

        _task = new() { Clusters = _noise.Clusters, Candidates = candidates };
        _selector = new SourceSelector(new KeyframeOptions { Random = 0 }, "s", new NoStore());
        for (var i = 0; i < 4096; i++) OneFrame();
        Reduce();
        Features();
    }

    [Benchmark]
    public void OneFrame()
    {
        // None becomes a candidate: the store is full. What a candidate costs is compressing its picture.
        _next = (_next + 1) % Pictures;
        _selector.Offer(_frames[_next], out _);
    }

    [Benchmark]
    public bool Reduce() => _grid.Read(_frames[_next = (_next + 1) % Pictures].Picture);

    [Benchmark]
    public float Features()
    {
        var look = _appearance.Compute(_grid, _features);
        VectorMath.Shorten(_features, _short);
        return look.Sharpness;
    }

    [Benchmark]
    public object? NearestOf512() => _noise.Find(_short);

    [Benchmark]
    public float PeriodEndDistances() => new Chooser(_task).Reach;

    [Benchmark]
    public int PeriodEndRank60() => new Chooser(_task).Rank(60).Count;

    [Benchmark]
    public int PeriodEnd512Of60() => new Chooser(_task).Choose(60).Count;

    [Benchmark]
    public object FullSource() => Full(new(), _small);

    [Benchmark]
    public object FullSourceWithVectors()
        => Full(new() { Embedding = new() { Model = "m" }, Space = AppearanceSpace.With("0123456789abcdef") }, _seen);

    private static SourceSelector Full(KeyframeOptions options, Frame[] frames)
    {
        var selector = new SourceSelector(options, "s", new RoomyStore());
        foreach (var frame in frames) selector.Offer(frame, out _);
        return selector;
    }

    private static void Paint(Span<byte> plane, int width, int index, Random random)
    {
        random.NextBytes(plane);
        for (var i = 0; i < plane.Length; i++) plane[i] = (byte)((plane[i] / 32) + 60 + (((i % width / 40) + (i / width / 40) + index) % 8 * 16));
    }

    private static FrameInfo Info(int index)
        => new() { Source = "s", Id = Guid.Empty, Index = index, CapturedAt = default, ArrivedTimestamp = 0, PtsSeconds = index };

    private sealed class RoomyStore : NoStore
    {
        public override CandidatePicture? Take(Frame frame) => new($"s/{frame.Info.Id}");
    }

    private class NoStore : ICandidateStore
    {
        public virtual CandidatePicture? Take(Frame frame) => null;

        public void Discard(CandidatePicture picture)
        {
        }

        public CandidateCounts Counts => default;

        public bool Has(CandidatePicture picture) => true;

        public IReadOnlySet<CandidatePicture> Restore(string source, IEnumerable<CandidatePicture> named) => new HashSet<CandidatePicture>();

        public ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop) => default;

        public ValueTask DisposeAsync() => default;
    }
}
