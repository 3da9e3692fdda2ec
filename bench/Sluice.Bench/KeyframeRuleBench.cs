using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Bench;

/// <summary>
/// What the collection rules that learn what is usual take for one 720p frame with twenty tracked objects of 120 x 80 pixels, all on the move: a part of
/// the 100 us that a frame may take; nothing allocated.
/// </summary>
[MemoryDiagnoser, Config(typeof(CpuTimeConfig))]
public class KeyframeRuleBench
{
    private const int Frames = 16, Objects = 20;
    private static readonly FrameLook Plain = new(1, 5, 10, 100);
    private readonly Frame[] _frames = new Frame[Frames];
    private readonly PathRule _path = new(0.95, TimeSpan.FromMinutes(5), ObjectFilter.All);
    private readonly PlaceRule _place = new(0.95, TimeSpan.FromMinutes(5), ObjectFilter.All);
    private readonly ColourRule _colour = new(0.95, TimeSpan.FromMinutes(5), ObjectFilter.All);
    private readonly StandRule _stand = new(0.75, TimeSpan.FromMinutes(5), ObjectFilter.All);
    private readonly RareClassRule _class = new(0.95, TimeSpan.FromMinutes(5));
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Frames; i++)
        {
            var picture = new HostPicture(1280, 720, PixelFormat.Yuv420P);
            for (var plane = 1; plane < 3; plane++)
                foreach (ref var sample in picture.WritablePlane(plane)) sample = (byte)random.Next(112, 144);
            var seen = new Detection[Objects];
            for (var id = 0; id < Objects; id++)
            {
                // To the right and back, so that the frames can follow each other for ever.
                float x = 20 + (60 * (i < Frames / 2 ? i : Frames - i)) + (30 * id), y = 60 + (28 * id);
                seen[id] = new(0, "car", 0.9f, new(x, y, x + 120, y + 80)) { TrackId = id };
            }

            using var bare = new Frame(new() { Source = "s", Id = Guid.Empty, Index = i, CapturedAt = default, ArrivedTimestamp = 0 }, picture);
            _frames[i] = bare.With([.. seen]);
        }

        for (var i = 0; i < 1000; i++)
        {
            Path();
            Place();
            Colour();
            Stand();
            Class();
        }
    }

    [Benchmark]
    public float Path() => _path.Look(_frames[++_next % Frames], Plain, _next * 0.04);

    [Benchmark]
    public float Class() => _class.Look(_frames[++_next % Frames], Plain, _next * 0.04);

    [Benchmark]
    public float Place() => _place.Look(_frames[++_next % Frames], Plain, _next * 0.04);

    [Benchmark]
    public float Colour() => _colour.Look(_frames[++_next % Frames], Plain, _next * 0.04);

    [Benchmark]
    public float Stand() => _stand.Look(_frames[++_next % Frames], Plain, _next * 0.04);
}
