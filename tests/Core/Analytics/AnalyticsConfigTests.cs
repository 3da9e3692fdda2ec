using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Analytics;
using Sluice.Tests.Config;

namespace Sluice.Tests.Analytics;

public sealed class AnalyticsConfigTests
{
    [Fact]
    public void Load_WholeExample_IsRead()
    {
        var options = (AnalyticsOptions)Load("""
            zones: [ { name: crossing, points: [[0.1,0.5],[0.9,0.5],[0.9,0.95],[10%,0.95]], classes: [person], dwell: 10s, max: 5, sources: [gate] } ]
            lines: [ { name: stop_line, from: [0.1,0.6], to: [0.9,0.6], classes: [car, truck], direction: in } ]
            anchor: center
            settle: 0s
            """).Stages[^1].Options;
        var (zone, line) = (Assert.Single(options.Zones), Assert.Single(options.Lines));
        Assert.Equal([0.1, 0.95], zone.Points[3]);
        Assert.Equal((TimeSpan.FromSeconds(10), 5, "gate"), (zone.Dwell, zone.Max, zone.Sources[0]));
        Assert.Equal((LineDirection.In, 0.9), (line.Direction, line.To[0]));
        Assert.Equal((BoxAnchor.Center, TimeSpan.Zero), (options.Anchor, options.Settle));
    }

    [Theory]
    [InlineData("zones: []", "16:5: stage 'watch': there is nothing to watch: give zones or lines")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0]] } ]", "19:33: stage 'watch': zones[0].points: a zone needs 3 points or more, not 2")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1]] } ]", "19:46: stage 'watch': zones[0].points[2]: a point is two numbers, [x, y], not 1")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,1],[1,0],[0,1]] } ]",
        "19:33: stage 'watch': zones[0].points: the edges from points 1 and 3 meet; give the corners in the order one walks around the zone")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1,1],[0,0]] } ]",
        "19:52: stage 'watch': zones[0].points[3]: repeats the first point; leave it out, a zone closes by itself")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1,0],[0,1]] } ]",
        "19:46: stage 'watch': zones[0].points[2]: repeats the point before it; leave it out")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1.5,0],[1,1]] } ]", "19:41: stage 'watch': zones[0].points[1][0]: expected a number or percentage from 0 to 1, found '1.5'")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1,1]], dwell: 0s } ]", "19:61: stage 'watch': zones[0].dwell: must be longer than nothing, such as 10s")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1,1]], sources: [gat] } ]",
        "19:64: stage 'watch': zones[0].sources[0]: 'sources' has no 'gat'; nearest is 'gate'")]
    [InlineData("zones: [ { name: a, points: [[0,0],[1,0],[1,1]] } ]\n    lines: [ { name: a, from: [0,0], to: [1,1] } ]",
        "20:22: stage 'watch': lines[0].name: 'a' is taken by zones[0]; names of zones and lines of one source must differ, because events go by them")]
    [InlineData("lines: [ { name: a, from: [0,0], to: [0,0] } ]", "19:42: stage 'watch': lines[0].to: the line ends where it begins; give it another end")]
    [InlineData("lines: [ { name: a, from: [0,0,0], to: [0,1] } ]", "19:31: stage 'watch': lines[0].from: a point is two numbers, [x, y], not 3")]
    [InlineData("lines: [ { name: a, to: [0,1] } ]", "19:14: stage 'watch': lines[0]: 'from' is missing; expected a list, each a number or percentage from 0 to 1")]
    public void Load_Fault_NamesItsPlaceAndTheRemedy(string lines, string expected)
    {
        var fault = Assert.Throws<ConfigException>(() => Load(lines));
        Assert.Equal($"graph.yaml:{expected}", Assert.Single(fault.Errors).ToString());
    }

    [Theory]
    [InlineData("gate", "yard", true)]
    [InlineData("gate", "gate", false)]
    [InlineData("gate, yard", "yard", false)]
    [InlineData("", "yard", false)]
    public void Check_SameNameTwice_IsFineForDifferentSourcesOnly(string one, string other, bool fine)
    {
        var faults = AnalyticsChecks.Of(new() { Zones = [Door(one), Door(other)] });
        if (fine) Assert.Empty(faults);
        else Assert.Equal("zones[1].name", Assert.Single(faults).Key);

        static ZoneOptions Door(string sources)
            => new() { Name = "door", Points = [[0, 0], [1, 0], [1, 1]], Sources = sources.Split(", ", StringSplitOptions.RemoveEmptyEntries) };
    }

    [Fact]
    public void Load_WithoutATracker_AsksForOne()
    {
        var fault = Assert.Throws<ConfigException>(() => Load("lines: [ { name: a, from: [0,0], to: [0,1] } ]", from: "detect"));
        Assert.Contains("'analytics' needs tracks", Assert.Single(fault.Errors).ToString(), StringComparison.Ordinal);
    }

    private static GraphConfig Load(string lines, string from = "track")
        => GraphLoader.Parse($"""
        version: 1
        sources:
          - id: gate
            uri: clip.mp4
        models:
          - id: vehicles
            path: models/good
        stages:
          - id: detect
            use: detect
            from: gate
            model: vehicles
          - id: track
            use: track
            from: detect
          - id: watch
            use: analytics
            from: {from}
            {string.Join("\n    ", lines.Split('\n', StringSplitOptions.TrimEntries))}
        """, "graph.yaml", GraphText.Folder, BuiltInStages.Catalog(), new() { RequireFiles = false });
}
