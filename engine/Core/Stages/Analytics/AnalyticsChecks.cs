using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>What the types of the options cannot say.</summary>
internal static class AnalyticsChecks
{
    /// <summary>Each fault with the key it is about.</summary>
    public static IEnumerable<(string Key, string Message)> Of(AnalyticsOptions options)
    {
        if (options.Zones.Count + options.Lines.Count == 0) yield return ("", "there is nothing to watch: give zones or lines");
        if (options.LostAfter <= TimeSpan.Zero) yield return ("lost_after", "must be longer than nothing, such as 1m");
        var names = new PlaceNames();
        for (var i = 0; i < options.Zones.Count; i++)
        {
            var (zone, key) = (options.Zones[i], $"zones[{i}]");
            if (names.Take(zone.Name, zone.Sources, key) is { } taken) yield return ($"{key}.name", taken);
            if (Outline($"{key}.points", zone.Points) is { } fault) yield return fault;
            if (zone.Dwell <= TimeSpan.Zero) yield return ($"{key}.dwell", "must be longer than nothing, such as 10s");
        }

        for (var i = 0; i < options.Lines.Count; i++)
        {
            var (line, key) = (options.Lines[i], $"lines[{i}]");
            if (names.Take(line.Name, line.Sources, key) is { } taken) yield return ($"{key}.name", taken);
            if (line.From.Count != 2) yield return ($"{key}.from", NoPoint(line.From));
            if (line.To.Count != 2) yield return ($"{key}.to", NoPoint(line.To));
            if (line.From.Count == 2 && line.From.SequenceEqual(line.To))
                yield return ($"{key}.to", "the line ends where it begins; give it another end");
        }
    }

    private static (string Key, string Message)? Outline(string key, IReadOnlyList<IReadOnlyList<double>> points)
    {
        for (var i = 0; i < points.Count; i++)
            if (points[i].Count != 2) return ($"{key}[{i}]", NoPoint(points[i]));
        if (points.Count < 3) return (key, $"a zone needs 3 points or more, not {points.Count}");
        var corners = points.Select(static p => new RelativePoint(p[0], p[1])).ToArray();
        for (var i = 0; i < corners.Length; i++)
        {
            var next = (i + 1) % corners.Length;
            if (corners[i] != corners[next]) continue;
            return ($"{key}[{Math.Max(i, next)}]", next == 0
                ? "repeats the first point; leave it out, a zone closes by itself"
                : "repeats the point before it; leave it out");
        }

        return PlaneGeometry.Overlap(corners) is { } edges
            ? (key, $"the edges from points {edges.First + 1} and {edges.Second + 1} meet; give the corners in the order one walks around the zone")
            : null;
    }

    private static string NoPoint(IReadOnlyList<double> numbers) => $"a point is two numbers, [x, y], not {numbers.Count}";
}
