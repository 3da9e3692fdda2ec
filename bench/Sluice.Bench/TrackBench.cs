using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Bench;

/// <summary>Joining the detections of one frame to tracks that go on.</summary>
[MemoryDiagnoser]
public class TrackBench
{
    private readonly SourceTracker _tracker = new(new TrackOptions());
    private readonly FrameInfo _info = new() { Source = "s", Id = Guid.Empty, Index = 0, CapturedAt = default, ArrivedTimestamp = 0 };
    private ImmutableArray<Detection> _detections;

    [Params(5, 50)]
    public int Objects { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _detections = [.. Enumerable.Range(0, Objects).Select(static i =>
            new Detection(2, "car", 0.9f, new(i % 10 * 120, i / 10 * 100, (i % 10 * 120) + 80, (i / 10 * 100) + 60)))];
        for (var i = 0; i < 3; i++) Update();
    }

    [Benchmark]
    public int Update() => _tracker.Update(_detections, _info, out _).Length;
}
