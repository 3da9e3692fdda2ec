using Sluice.Abstractions;
using Sluice.Core.Graph;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Tests.Sinks;

/// <summary>A folder, a log and frames for a sink under test.</summary>
internal sealed class SinkFixture : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private int _outstanding;

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-sink-").FullName;

    public RecordingLog Log { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What the sink may ask for; null for <see cref="View"/> alone.</summary>
    public IServiceProvider? Services { get; init; }

    public StreamContent Input { get; init; } = StreamContent.Pictures | StreamContent.Detections;

    /// <summary>The engine the sink is part of; null for none.</summary>
    public EngineView? View { get; set; }

    public StageContext Context(params string[] sources) => new()
    {
        Id = "store",
        Engine = "box-01",
        BaseDirectory = Folder,
        Sources = sources,
        Input = Input,
        Log = Log,
        Time = Time,
        Services = Services ?? new FixtureServices(View),
    };

    /// <summary>A 64x48 grey frame; dispose it.</summary>
    public Frame Frame(string source, long index, params Detection[] detections)
    {
        Interlocked.Increment(ref _outstanding);
        var picture = new HostPicture(64, 48, PixelFormat.Gray8, freed: _ => Interlocked.Decrement(ref _outstanding));
        picture.WritablePlane(0).Fill(128);
        using var bare = new Frame(
            new FrameInfo
            {
                Source = source,
                Id = Guid.CreateVersion7(),
                Index = index,
                Pts = index * 512,
                PtsSeconds = index / 25d,
                CapturedAt = Noon.AddSeconds(index / 25d),
                ArrivedTimestamp = Time.GetTimestamp(),
            },
            picture);
        return bare.With([.. detections]);
    }

    public static Detection Car(float x = 10.5f, long? track = null, bool predicted = false)
        => new(2, "car", 0.5f, new(x, 20, x + 100, 80)) { TrackId = track, Predicted = predicted, Model = "vehicles" };

    /// <summary>A car that crossed a line; made anew each time, as another event.</summary>
    public static FrameEvent Cross => new()
    {
        Kind = "cross",
        Place = "stop_line",
        TrackId = 7,
        Label = "car",
        Direction = "in",
        Values = new Dictionary<string, double> { ["total"] = 3 },
    };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Assert.Equal(0, _outstanding);
    }

    private sealed class FixtureServices(EngineView? view) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(EngineView) ? view : null;
    }
}
