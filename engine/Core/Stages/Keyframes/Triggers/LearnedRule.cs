using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// A rule that learns from the tracks of a source what is usual there, and holds while one is far off that. What it has learned is kept over a
/// restart, who is in the picture is not.
/// </summary>
/// <typeparam name="T">What is known of each track that is seen.</typeparam>
/// <param name="threshold">The share of frames that are more usual, of those that surprise at all.</param>
/// <param name="learning">For so long everything is new.</param>
/// <param name="objects">Those it looks at.</param>
internal abstract class LearnedRule<T>(double threshold, TimeSpan learning, ObjectFilter objects) : IObjectRule, IKeptRule
    where T : class, IForgetful, new()
{
    private readonly TrackMemory<T> _tracks = new();
    private readonly SurpriseScale _scale = new(threshold, learning);
    private readonly List<(long? Track, float Severity)> _found = [];

    /// <inheritdoc/>
    public ReadOnlySpan<(long? Track, float Severity)> Found => CollectionsMarshal.AsSpan(_found);

    /// <inheritdoc cref="IHindsight.IsLearning"/>
    public bool IsLearning => _scale.IsLearning;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        _found.Clear();
        if (!CanRead(frame)) return 0;
        var most = 0.0;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted || !objects.Takes(detection.Label)) continue;
            var track = _tracks.Of(id, at, out var seconds);
            var bits = BitsOf(frame, detection, track, at, seconds);
            most = Math.Max(most, bits);
            if (_scale.SeverityOf(bits, at, early: this is IHindsight) is > 0 and var severity) _found.Add((id, severity));
        }

        _tracks.Forget(at);
        _scale.Note(most, at);
        _found.Sort(static (one, other) => other.Severity.CompareTo(one.Severity));
        return _found.Count > 0 && !IsLearning ? _found[0].Severity : 0;
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        SaveUsual(to);
        _scale.Save(to);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        LoadUsual(from);
        _scale.Load(from);
    }

    /// <summary>Whether the frame has what it looks at.</summary>
    protected virtual bool CanRead(Frame frame) => true;

    /// <summary>Looks at an object, and learns from it.</summary>
    /// <param name="frame">The frame it is in.</param>
    /// <param name="detection">The object.</param>
    /// <param name="track">What is known of it.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="seconds">Since it was seen last; 0 for the first time.</param>
    /// <returns>How unusual it is now, in bits; 0 where nothing can be said.</returns>
    protected abstract double BitsOf(Frame frame, in Detection detection, T track, double at, double seconds);

    /// <summary>What is known of a track that was just seen.</summary>
    protected T? Known(long track) => _tracks.Find(track);

    /// <summary>Writes what is usual.</summary>
    protected abstract void SaveUsual(StateWriter to);

    /// <summary>Reads it.</summary>
    protected abstract void LoadUsual(StateReader from);
}
