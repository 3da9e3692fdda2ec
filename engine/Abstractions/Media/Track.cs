namespace Sluice.Abstractions;

/// <summary>The summary of a track that has ended.</summary>
/// <param name="Id">Unique within its source and run.</param>
/// <param name="ClassId">The class most of its detections had.</param>
/// <param name="Label">That class's name.</param>
/// <param name="FirstFrame">Index of the first frame it was seen in.</param>
/// <param name="LastFrame">Index of the last frame it was seen in.</param>
/// <param name="FirstSeen">Capture time of the first.</param>
/// <param name="LastSeen">Capture time of the last.</param>
/// <param name="Hits">Detections it joined.</param>
/// <param name="BestScore">The highest confidence among them.</param>
/// <param name="FirstBox">Where it was first seen.</param>
/// <param name="LastBox">Where it was last seen.</param>
public sealed record Track(long Id, int ClassId, string Label, long FirstFrame, long LastFrame, DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen, int Hits, float BestScore, BoundingBox FirstBox, BoundingBox LastBox);
