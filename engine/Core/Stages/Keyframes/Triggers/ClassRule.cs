using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object of one of some classes, by how sure the model is of it.</summary>
/// <param name="least">The least score.</param>
/// <param name="objects">Those it looks for.</param>
internal sealed class ClassRule(double least, ObjectFilter objects) : IObjectRule
{
    private readonly List<(long? Track, float Severity)> _found = [];

    /// <inheritdoc/>
    public ReadOnlySpan<(long? Track, float Severity)> Found => CollectionsMarshal.AsSpan(_found);

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        _found.Clear();
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            if (!detection.Predicted && detection.Score >= least && objects.Takes(detection.Label)) _found.Add((detection.TrackId, detection.Score));
        _found.Sort(static (one, other) => other.Severity.CompareTo(one.Severity));
        return _found.Count > 0 ? _found[0].Severity : 0;
    }
}
