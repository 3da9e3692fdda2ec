using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A candidate that was chosen, and why.</summary>
/// <param name="Candidate">Owned by whoever holds the choice.</param>
/// <param name="Keyframe">Why.</param>
internal sealed record Choice(Candidate Candidate, Keyframe Keyframe);
