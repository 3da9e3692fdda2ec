using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Abstractions;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Analytics;

namespace Sluice.Tests.Analytics;

/// <summary>The procedural scene's true tracks through the analytics, against crossings counted from the same trajectories by other means.</summary>
public sealed class SceneCountTests
{
    private const int Width = 320;
    private const int Height = 180;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(CameraPlacement.Overpass, 0.05, 0.62, 0.95, 0.62)]
    [InlineData(CameraPlacement.Crossing, 0.5, 0.05, 0.5, 0.95)]
    [InlineData(CameraPlacement.Junction, 0.2, 0.8, 0.9, 0.4)]
    public void Update_TrueTracks_CountsWhatTheTrajectoriesSay(CameraPlacement camera, double x1, double y1, double x2, double y2)
    {
        var scene = new TrafficScene(new() { Camera = camera, Seed = 21, WidthPx = Width, HeightPx = Height, Duration = TimeSpan.FromSeconds(30), Density = 2 });
        var frames = Enumerable.Range(0, scene.FrameCount).Select(scene.Truth).ToList();
        var options = new AnalyticsOptions { Lines = [new() { Name = "line", From = [x1, y1], To = [x2, y2] }], Settle = Settle };

        var counted = Counted(options, frames).Order().ToList();
        var expected = Expected(frames, x1 * Width, y1 * Height, x2 * Width, y2 * Height).Order().ToList();

        Assert.InRange(expected.Count, 4, 500);
        Assert.Equal(expected, counted);
    }

    private static List<(long Track, string Label, string Direction)> Counted(AnalyticsOptions options, List<FrameTruth> frames)
    {
        var places = new SourceAnalytics(options, "scene", Stopwatch.Frequency);
        var lastFrame = frames.SelectMany(f => f.Objects.Select(o => (o.Track, f.Frame))).GroupBy(o => o.Track).ToDictionary(g => g.Key, g => g.Max(o => o.Frame));
        var picture = new HostPicture(Width, Height, PixelFormat.Gray8);
        var crossings = new List<(long, string, string)>();
        foreach (var truth in frames)
        {
            picture.Retain();
            using var bare = new Frame(
                new() { Source = "scene", Id = Guid.Empty, Index = truth.Frame, PtsSeconds = truth.PtsTime, CapturedAt = default, ArrivedTimestamp = 0 }, picture);
            ImmutableArray<Detection> boxes = [.. truth.Objects.Select(static o => new Detection(o.ClassId, o.Label, 1,
                new((float)o.Box[0], (float)o.Box[1], (float)o.Box[2], (float)o.Box[3])) { TrackId = o.Track })];
            ImmutableArray<Track> ended = [.. lastFrame.Where(pair => pair.Value == truth.Frame - 1)
                .Select(static pair => new Track(pair.Key, 0, "", 0, 0, default, default, 1, 1, default, default))];
            using var frame = bare.With(boxes, ended);
            foreach (var happened in places.Update(frame)) crossings.Add((happened.TrackId!.Value, happened.Label!, happened.Direction!));
        }

        picture.Release();
        return crossings;
    }

    /// <summary>Sides by the slope-intercept form in pixels, crossings where they change between the line's ends, short excursions undone.</summary>
    private static IEnumerable<(long Track, string Label, string Direction)> Expected(List<FrameTruth> frames, double x1, double y1, double x2, double y2)
    {
        foreach (var track in frames.SelectMany(f => f.Objects.Select(o => (Time: f.PtsTime, Object: o))).GroupBy(o => o.Object.Track))
        {
            var changes = new List<(double Time, bool ToIn)>();
            (double X, double Y)? before = null;
            foreach (var (time, item) in track)
            {
                var foot = (X: (item.Box[0] + item.Box[2]) / 2, Y: item.Box[3]);
                if (before is { } from && Beyond(from) != Beyond(foot) && IsBetween(from, foot)) changes.Add((time, Beyond(foot)));
                before = foot;
            }

            for (var i = changes.Count - 2; i >= 0; i--)
                if (i + 1 < changes.Count && changes[i + 1].Time - changes[i].Time < Settle.TotalSeconds + 1e-6) changes.RemoveRange(i, 2);

            // At the end of the clip some are under way; of those that vanish just across, what lies clear of the line counts.
            var last = track.Last();
            if (changes.Count > 0 && last.Time - changes[^1].Time < Settle.TotalSeconds - 1e-6 &&
                (last.Time == frames[^1].PtsTime || Away(before!.Value) <= 0.1 * Math.Max(last.Object.Box[2] - last.Object.Box[0], last.Object.Box[3] - last.Object.Box[1])))
                changes.RemoveAt(changes.Count - 1);
            foreach (var change in changes) yield return (track.Key, track.First().Object.Label, change.ToIn ? "in" : "out");
        }

        // The side that is left of the line as displayed: above it when it runs to the right, right of it when it runs down.
        bool Beyond((double X, double Y) p) => x2 > x1 ? p.Y < y1 + ((p.X - x1) * (y2 - y1) / (x2 - x1)) : p.X > x1 + ((p.Y - y1) * (x2 - x1) / (y2 - y1));

        double Away((double X, double Y) p) => Math.Abs(((x2 - x1) * (y1 - p.Y)) - ((x1 - p.X) * (y2 - y1))) / Math.Sqrt(((x2 - x1) * (x2 - x1)) + ((y2 - y1) * (y2 - y1)));

        bool IsBetween((double X, double Y) from, (double X, double Y) to)
        {
            // Halving the step until it is on the line.
            for (var i = 0; i < 50; i++)
            {
                var half = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
                if (Beyond(half) == Beyond(from)) from = half;
                else to = half;
            }

            return to.X >= Math.Min(x1, x2) - 1e-6 && to.X <= Math.Max(x1, x2) + 1e-6 && to.Y >= Math.Min(y1, y2) - 1e-6 && to.Y <= Math.Max(y1, y2) + 1e-6;
        }
    }
}
