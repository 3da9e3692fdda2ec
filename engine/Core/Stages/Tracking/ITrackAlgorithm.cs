using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// What tells one tracking algorithm from another: how tracks move, and which detection goes to which. Begin and end of tracks, their
/// ids and what is handed out are the same for all and lie in <see cref="SourceTracker"/>. One instance a source, one thread at a time.
/// </summary>
internal interface ITrackAlgorithm
{
    /// <summary>What its motion filters follow.</summary>
    BoxForm Form { get; }

    /// <summary>Moves the tracks to a frame, whether a model looked at it or not.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="tracks">All tracks that go on.</param>
    /// <param name="steps">Frames since the last call, at least 1.</param>
    void Advance(Frame frame, List<LiveTrack> tracks, int steps);

    /// <summary>Pairs tracks with the detections of a frame.</summary>
    void Join(Pairing pairing);

    /// <summary>Takes the first detection of a track in.</summary>
    void Begin(LiveTrack track, in Detection detection);

    /// <summary>Takes a further detection of a track in.</summary>
    void Continue(LiveTrack track, in Detection detection);
}
