using System.Text.Json;
using Sluice.Core.Scene;

namespace Sluice.Core.Tests.Scene;

public sealed class SceneTruthTests
{
    [Theory]
    [InlineData(CameraPlacement.Overpass)]
    [InlineData(CameraPlacement.Roadside)]
    [InlineData(CameraPlacement.Junction)]
    [InlineData(CameraPlacement.Crossing)]
    public void Truth_OverAClip_StaysInThePictureAndKeepsClassesByTrack(CameraPlacement camera)
    {
        var scene = new TrafficScene(SceneProbe.Small(camera));
        var labels = new Dictionary<int, string>();
        for (var frame = 0; frame < scene.FrameCount; frame += 10)
        {
            var objects = scene.Truth(frame).Objects;
            Assert.Equal(objects.Count, objects.Select(o => o.Track).Distinct().Count());
            foreach (var o in objects)
            {
                Assert.True(o.Box is [>= 0, >= 0, <= 480, <= 270] && o.Box[0] < o.Box[2] && o.Box[1] < o.Box[3],
                    o.ToString());
                Assert.InRange(o.Visible, 0, 1);
                Assert.InRange(o.Truncated, 0, 1);
                Assert.Equal(FrameTruth.Labels[o.ClassId], o.Label);
                Assert.Equal(labels.GetValueOrDefault(o.Track, o.Label), o.Label);
                labels[o.Track] = o.Label;
            }
        }

        Assert.NotEmpty(labels);
    }

    [Fact]
    public void Truth_FromFrameToFrame_MovesBoxesLittle()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Crossing));
        var before = scene.Truth(0).Objects.ToDictionary(o => o.Track);
        for (var frame = 1; frame < 200; frame++)
        {
            var now = scene.Truth(frame).Objects.ToDictionary(o => o.Track);
            foreach (var (track, o) in now)
            {
                if (!before.TryGetValue(track, out var old) || o.Truncated > 0 || old.Truncated > 0) continue;
                Assert.True(Math.Abs(o.Box[0] + o.Box[2] - old.Box[0] - old.Box[2]) / 2 < 20, $"track {track} jumped at {frame}");
            }

            before = now;
        }
    }

    [Fact]
    public void Truth_OverAllPlacements_ShowsEveryClass()
    {
        var seen = new HashSet<string>();
        foreach (var camera in Enum.GetValues<CameraPlacement>())
        {
            var scene = new TrafficScene(SceneProbe.Small(camera) with { Events = RareEvent.Animal, EventsPerMinute = 10 });
            for (var frame = 0; frame < scene.FrameCount; frame += 50)
                seen.UnionWith(scene.Truth(frame).Objects.Where(o => !o.Ignore).Select(o => o.Label));
        }

        Assert.Equal(FrameTruth.Labels.Order(), seen.Order());
    }

    [Fact]
    public void Truth_BoxOfAnObject_HoldsThePixelsItChanges()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Crossing));
        var checkedObjects = 0;
        foreach (var frame in (int[])[120, 400, 777])
        {
            foreach (var o in scene.Truth(frame).Objects.Where(o => o.Visible > 0.9 && o.Truncated < 0.05).Take(6))
            {
                var (x1, y1, x2, y2) = scene.IdExtent(frame, o.Track)!.Value;
                Assert.True(x1 >= o.Box[0] - 2.5 && y1 >= o.Box[1] - 2.5 && x2 <= o.Box[2] + 2.5 && y2 <= o.Box[3] + 2.5, $"{o} at {frame}: {x1},{y1},{x2},{y2}");
                Assert.True(x2 - x1 >= (o.Box[2] - o.Box[0]) * 0.7 - 4 && y2 - y1 >= (o.Box[3] - o.Box[1]) * 0.7 - 4, $"{o} at {frame} is loose: {x1},{y1},{x2},{y2}");
                checkedObjects++;
            }
        }

        Assert.True(checkedObjects > 8);
    }

    [Fact]
    public void Truth_QuietStretches_HaveNothingInThem()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Overpass) with { Quiet = 0.7,
            Duration = TimeSpan.FromSeconds(120), Density = 2 });
        int quiet = 0, filled = 0, busyObjects = 0;
        for (var frame = 0; frame < scene.FrameCount; frame += 25)
        {
            var truth = scene.Truth(frame);
            if (truth.Attributes.Activity == "busy")
            {
                busyObjects += truth.Objects.Count;
                continue;
            }

            quiet++;
            if (truth.Objects.Count > 0) filled++;
        }

        Assert.InRange(quiet, 50, 110);
        Assert.Equal(0, filled);
        Assert.True(busyObjects > 0);
    }

    [Theory]
    [InlineData(RareEvent.StoppedVehicle, "stopped_vehicle", CameraPlacement.Overpass)]
    [InlineData(RareEvent.WrongWayCyclist, "wrong_way_cyclist", CameraPlacement.Roadside)]
    [InlineData(RareEvent.Jaywalker, "jaywalker", CameraPlacement.Crossing)]
    [InlineData(RareEvent.Animal, "animal", CameraPlacement.Overpass)]
    [InlineData(RareEvent.Emergency, "emergency", CameraPlacement.Junction)]
    public void Truth_WithAnEventAskedFor_NamesIt(RareEvent kind, string name, CameraPlacement camera)
    {
        var scene = new TrafficScene(SceneProbe.Small(camera) with { Events = kind, EventsPerMinute = 6 });
        var seen = Enumerable.Range(0, 100).Select(i => scene.Truth(i * 10).Attributes.Event).Where(e =>
            e is not null).Distinct().ToArray();
        Assert.Equal(name, Assert.Single(seen));
    }

    [Theory]
    [InlineData(RareEvent.WrongWayCyclist, "cyclist", CameraPlacement.Roadside)]
    [InlineData(RareEvent.Jaywalker, "person", CameraPlacement.Overpass)]
    public void Truth_WithAnEvent_ShowsSomebodyADetectorIsHeldToFind(RareEvent kind, string label, CameraPlacement camera)
    {
        var scene = new TrafficScene(SceneProbe.Small(camera) with { Events = kind, EventsPerMinute = 6 });
        var truths = Enumerable.Range(0, 200).Select(i => scene.Truth(i * 5)).Where(static truth => truth.Attributes.Event != null).ToList();
        Assert.NotEmpty(truths);
        Assert.All(truths, truth => Assert.Contains(truth.Objects, one => one.Label == label && !one.Ignore));
    }

    [Fact]
    public void ToJson_OfAFrame_HasTheDocumentedKeys()
    {
        var scene = new TrafficScene(SceneProbe.Small(CameraPlacement.Overpass, 23, 0.5));
        using var line = JsonDocument.Parse(scene.Truth(250).ToJson());
        var root = line.RootElement;
        Assert.Equal(250, root.GetProperty("frame").GetInt32());
        Assert.Equal(10, root.GetProperty("pts_time").GetDouble());
        Assert.Equal("overpass", root.GetProperty("attributes").GetProperty("camera").GetString());
        Assert.Equal("night", root.GetProperty("attributes").GetProperty("light").GetString());
        var first = root.GetProperty("objects")[0];
        foreach (var key in (string[])["track", "class_id", "label", "box", "visible", "truncated"])
            Assert.True(first.TryGetProperty(key, out _), key);
    }
}
