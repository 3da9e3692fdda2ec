using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Bench;

/// <summary>
/// Joining the detections of one frame to tracks that go on. Besides the list it returns, a tracker should allocate nothing: 88 bytes a
/// detection on 64 bits, and no more.
/// </summary>
[MemoryDiagnoser]
public class TrackBench
{
    private const int Cycle = 64;
    private readonly Frame[] _frames = new Frame[Cycle];
    private SourceTracker _tracker = new(new TrackOptions());
    private int _next;

    [Params(30)]
    public int Objects { get; set; }

    [Params(TrackerKind.Iou, TrackerKind.Sort, TrackerKind.Bytetrack, TrackerKind.Ocsort, TrackerKind.Botsort)]
    public TrackerKind Tracker { get; set; }

    /// <summary>Objects drift to and fro without pixels, so that the camera's motion is left out.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _tracker = new(new TrackOptions { Tracker = Tracker });
        for (var i = 0; i < Cycle; i++)
        {
            var shift = Math.Abs(i - (Cycle / 2));
            var info = new FrameInfo { Source = "s", Id = Guid.Empty, Index = i, CapturedAt = default, ArrivedTimestamp = 0 };
            ImmutableArray<Detection> detections = [.. Enumerable.Range(0, Objects).Select(n => new Detection(2, "car", 0.9f,
                new((n % 10 * 120) + shift, n / 10 * 100, (n % 10 * 120) + shift + 80, (n / 10 * 100) + 60)))];
            _frames[i] = new Frame(info, null).With(detections);
        }

        for (var i = 0; i < 3 * Cycle; i++) Update();
    }

    [Benchmark]
    public int Update() => _tracker.Update(_frames[_next++ % Cycle], out _).Length;
}
