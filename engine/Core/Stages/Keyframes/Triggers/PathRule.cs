using System.Numerics;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that goes where nothing has gone so far, or goes there another way.</summary>
/// <param name="threshold">The share of frames whose objects go a more usual way.</param>
/// <param name="learning">For so long every way is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class PathRule(double threshold, TimeSpan learning, ObjectFilter objects) : ITriggerRule, IKeptRule
{
    // Boxes tremble: it takes half an object's size to have moved. Farther than four sizes from frame to frame is another object.
    private const float MovedBy = 0.5f, MostMoved = 4;
    private const double LostAfterSeconds = 2;

    private readonly FlowMap _flow = new();
    private readonly TrackMemory<Way> _ways = new();
    private readonly SurpriseScale _scale = new(threshold, learning);

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        float width = Math.Max(1, frame.DisplayWidth), height = Math.Max(1, frame.DisplayHeight);
        var most = 0.0;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted || !objects.Takes(detection.Label)) continue;
            most = Math.Max(most, Follow(_ways.Of(id, at, out var seconds), detection.Box, width, height, seconds));
        }

        _ways.Forget(at);
        return _scale.SeverityOf(most, at);
    }

    /// <summary>Writes what is known of the place, not of those who are in the picture.</summary>
    public void Save(StateWriter to)
    {
        _flow.Save(to);
        _scale.Save(to);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        _flow.Load(from);
        _scale.Load(from);
    }

    /// <returns>How unusual the way is, where the object has moved on; 0 otherwise.</returns>
    private double Follow(Way way, in BoundingBox box, float width, float height, double seconds)
    {
        var foot = new Vector2((box.X1 + box.X2) / 2, box.Y2);
        if (!way.HasBegun)
        {
            way.Begin(foot);
            return 0;
        }

        var size = MathF.Sqrt(Math.Max(1, box.Area));
        var moved = way.DistanceTo(foot) / size;
        if (moved < MovedBy) return 0;
        var from = way.Go(foot, size);

        // A box that is cut by the border changes its shape, and with it where it seems to stand.
        if (IsCut(box, width, height) || moved > MostMoved || seconds > LostAfterSeconds) return 0;
        if (!way.IsCounted) _flow.Begin();
        return way.Add(_flow.Add(from / new Vector2(width, height), foot / new Vector2(width, height), Math.Min(box.Width, size) / width));
    }

    private static bool IsCut(in BoundingBox box, float width, float height)
    {
        const float border = 0.004f;
        return box.X1 <= border * width || box.Y1 <= border * height || box.X2 >= (1 - border) * width || box.Y2 >= (1 - border) * height;
    }
}
