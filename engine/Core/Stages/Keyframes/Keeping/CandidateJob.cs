using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>A picture that is to be compressed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Entry">Holds the pixels until then.</param>
/// <param name="Rotation">Degrees left to turn it clockwise.</param>
/// <param name="Detections">What is in it.</param>
/// <param name="IsLive">Whether it may be lost when too many wait.</param>
internal readonly record struct CandidateJob(string Key, CandidateEntry Entry, int Rotation, ImmutableArray<Detection> Detections, bool IsLive);
