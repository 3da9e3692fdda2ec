using Sluice.Core.Scene.Models;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene;

/// <summary>How a painted mover becomes a line of truth.</summary>
internal static class TruthRule
{
    /// <summary>Below this share in view an object is not held against a detector.</summary>
    public const double LeastVisible = 0.25;

    /// <summary>Below this size (root of the box's area as a share of the picture's width, 8 pixels of 384) neither.</summary>
    public const double LeastSize = 8 / 384.0;

    /// <summary>Beyond this share outside the picture neither.</summary>
    public const double MostTruncated = 0.7;

    /// <returns>Null for what shows less than two pixels either way.</returns>
    public static TruthObject? Judge(in MoverPose pose, (double X1, double Y1, double X2, double Y2) extent,
        FrameCanvas canvas, int id)
    {
        double x1 = Math.Max(0, extent.X1), y1 = Math.Max(0, extent.Y1), x2 = Math.Min(canvas.Width, extent.X2),
            y2 = Math.Min(canvas.Height, extent.Y2);
        if (x2 - x1 < 2 || y2 - y1 < 2) return null;
        var whole = (extent.X2 - extent.X1) * (extent.Y2 - extent.Y1);
        var truncated = 1 - (x2 - x1) * (y2 - y1) / whole;
        var visible = canvas.Shown[id] / (double)canvas.Covered[id];
        if (canvas.Shown[id] == 0) return null;
        var ignore = visible < LeastVisible || truncated > MostTruncated
            || Math.Sqrt((x2 - x1) * (y2 - y1)) < canvas.Width * LeastSize;
        var kind = (int)pose.Look.Kind;
        return new TruthObject(
            pose.Track, kind, FrameTruth.Labels[kind],
                [R(x1), R(y1), R(x2), R(y2)], Math.Round(visible, 3),
            Math.Round(Math.Max(0, truncated), 3), ignore);

        static double R(double v) => Math.Round(v, 2);
    }

    public static string Name(CameraPlacement camera) => camera switch
    {
        CameraPlacement.Overpass => "overpass",
        CameraPlacement.Roadside => "roadside",
        CameraPlacement.Junction => "junction",
        _ => "crossing",
    };

    public static string? Name(RareEvent seen)
    {
        if (seen == RareEvent.None) return null;
        var names = new List<string>();
        if (seen.HasFlag(RareEvent.StoppedVehicle)) names.Add("stopped_vehicle");
        if (seen.HasFlag(RareEvent.WrongWayCyclist)) names.Add("wrong_way_cyclist");
        if (seen.HasFlag(RareEvent.Jaywalker)) names.Add("jaywalker");
        if (seen.HasFlag(RareEvent.Animal)) names.Add("animal");
        if (seen.HasFlag(RareEvent.Emergency)) names.Add("emergency");
        return string.Join('+', names);
    }
}
