using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;

namespace Sluice.Tests.Analytics;

/// <summary>Sends objects through the places of one source, a frame every 40 ms of a picture 1000 x 500 pixels large.</summary>
internal sealed class Walk(AnalyticsOptions options) : IDisposable
{
    public const double FrameSeconds = 0.04;
    private readonly SourceAnalytics _places = new(options, "gate", Stopwatch.Frequency);
    private readonly HostPicture _picture = new(1000, 500, PixelFormat.Gray8);
    private long _index;

    /// <summary>What happened so far, each with its frame.</summary>
    public List<(long Frame, FrameEvent Event)> Events { get; } = [];

    public IReadOnlyList<string> Kinds => [.. Events.Select(e => e.Event.Kind)];

    public SourceAnalytics Places => _places;

    /// <summary>One zone in the picture's right half.</summary>
    public static AnalyticsOptions Right(TimeSpan? dwell = null, int? max = null, params string[] classes) => new()
    {
        Zones = [new() { Name = "right", Points = [[0.5, 0], [1, 0], [1, 1], [0.5, 1]], Dwell = dwell, Max = max, Classes = classes }],
        Settle = TimeSpan.FromSeconds(0.2),
    };

    /// <summary>One upright line in the picture's middle, from top to bottom: left of it as displayed is on the picture's right.</summary>
    public static AnalyticsOptions Middle(LineDirection direction = LineDirection.Both, params string[] classes) => new()
    {
        Lines = [new() { Name = "middle", From = [0.5, 0.1], To = [0.5, 0.9], Direction = direction, Classes = classes }],
        Settle = TimeSpan.FromSeconds(0.2),
    };

    /// <summary>A frame with one object whose foot is at a place, 0 to 1.</summary>
    public Walk To(double x, double y = 0.5, long track = 1, string label = "person", bool predicted = false)
        => Frame([At(x, y, track, label, predicted)]);

    /// <summary>Frames with one object that stands still.</summary>
    public Walk Stay(double seconds, double x, double y = 0.5, long track = 1, string label = "person")
    {
        for (var i = 0; i < (int)Math.Round(seconds / FrameSeconds); i++) To(x, y, track, label);
        return this;
    }

    /// <summary>Frames in which nobody is seen.</summary>
    public Walk Empty(double seconds)
    {
        for (var i = 0; i < (int)Math.Round(seconds / FrameSeconds); i++) Frame([]);
        return this;
    }

    public Walk Frame(ImmutableArray<Detection> detections, params long[] ended)
    {
        var info = new FrameInfo
        {
            Source = "gate",
            Id = Guid.Empty,
            Index = _index,
            PtsSeconds = _index * FrameSeconds,
            CapturedAt = DateTimeOffset.UnixEpoch,
            ArrivedTimestamp = 0,
        };
        using var bare = new Frame(info, _picture);
        // The frame takes a right over; the walk keeps one.
        _picture.Retain();
        using var frame = bare.With(detections, [.. ended.Select(static id => new Track(id, 0, "person", 0, 0, default, default, 1, 1, default, default))]);
        foreach (var happened in _places.Update(frame)) Events.Add((_index, happened));
        _index++;
        return this;
    }

    /// <summary>A box 40 pixels wide and 100 high that stands at a place.</summary>
    public static Detection At(double x, double y, long track = 1, string label = "person", bool predicted = false)
        => new(0, label, 0.9f, new((float)(x * 1000) - 20, (float)(y * 500) - 100, (float)(x * 1000) + 20, (float)(y * 500)))
        {
            TrackId = track,
            Predicted = predicted,
        };

    public void Dispose() => _picture.Release();
}
