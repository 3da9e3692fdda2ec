using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;

namespace Sluice.Tests.Analytics;

public sealed class PlaneGeometryTests
{
    private static readonly RelativePoint[] Arrow = [new(0.1, 0.1), new(0.9, 0.1), new(0.5, 0.5), new(0.9, 0.9), new(0.1, 0.9)];

    [Theory]
    [InlineData(0.3, 0.5, true)]
    [InlineData(0.7, 0.2, true)]
    [InlineData(0.7, 0.8, true)]
    [InlineData(0.8, 0.5, false)]
    [InlineData(0.05, 0.5, false)]
    [InlineData(0.5, 0.05, false)]
    [InlineData(0.95, 0.95, false)]
    public void Contains_PolygonWithADent_TellsInsideFromOutside(double x, double y, bool expected)
        => Assert.Equal(expected, PlaneGeometry.Contains(Arrow, new(x, y)));

    [Fact]
    public void Contains_PointOnASharedEdge_IsInOneOfTheNeighbours()
    {
        RelativePoint[] left = [new(0, 0), new(0.5, 0), new(0.5, 1), new(0, 1)], right = [new(0.5, 0), new(1, 0), new(1, 1), new(0.5, 1)];
        for (var y = 0.0; y < 1; y += 0.125)
            Assert.True(PlaneGeometry.Contains(left, new(0.5, y)) ^ PlaneGeometry.Contains(right, new(0.5, y)), $"at {y}");
    }

    [Theory]
    [InlineData(0.5, 0.8, 0.5, 0.2, 1)]
    [InlineData(0.5, 0.2, 0.5, 0.8, -1)]
    [InlineData(0.5, 0.8, 0.5, 0.6, 0)]
    [InlineData(0.05, 0.8, 0.05, 0.2, 0)]
    [InlineData(0.95, 0.8, 0.95, 0.2, 0)]
    [InlineData(0.0, 0.8, 1.0, 0.2, 1)]
    [InlineData(0.5, 0.8, 0.5, 0.5, 0)]
    [InlineData(0.5, 0.5, 0.5, 0.2, 1)]
    public void Crossing_OfALineFromLeftToRight_IsInWhenItGoesUp(double x1, double y1, double x2, double y2, int expected)
        => Assert.Equal(expected, PlaneGeometry.Crossing(new(0.1, 0.5), new(0.9, 0.5), new(x1, y1), new(x2, y2)));

    [Fact]
    public void Crossing_OfAPathInAnySteps_AddsUpToTheChangeOfSides()
    {
        var random = new Random(4);
        RelativePoint a = new(0, 0.3), b = new(1, 0.7);
        for (var round = 0; round < 200; round++)
        {
            // Points on the line itself, too.
            var path = Enumerable.Range(0, 20).Select(_ => random.Next(5) == 0 ? new RelativePoint(0.25, 0.4) : new(random.NextDouble(), random.NextDouble())).ToList();
            var sum = path.Zip(path.Skip(1), (p, q) => PlaneGeometry.Crossing(a, b, p, q)).Sum();
            int Left(RelativePoint p) => PlaneGeometry.Side(a, b, p) < 0 ? 1 : 0;
            Assert.Equal(Left(path[^1]) - Left(path[0]), sum);
        }
    }

    [Theory]
    [InlineData("0,0 1,0 1,1 0,1", null)]
    [InlineData("0.1,0.1 0.9,0.1 0.5,0.5 0.9,0.9 0.1,0.9", null)]
    [InlineData("0,0 1,1 1,0 0,1", "0 2")]
    [InlineData("0,0 1,0 0.5,0 0.5,1", "0 1")]
    [InlineData("0,0 0.5,0.5 1,1", "1 2")]
    [InlineData("0,0 1,0 1,1 0.5,0 0,1", "0 2")]
    public void Overlap_Polygon_NamesTheEdgesThatMeet(string corners, string? expected)
    {
        var polygon = corners.Split(' ').Select(static c => c.Split(',')).Select(static c => new RelativePoint(Number(c[0]), Number(c[1]))).ToArray();
        Assert.Equal(expected, PlaneGeometry.Overlap(polygon) is { } edges ? $"{edges.First} {edges.Second}" : null);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
