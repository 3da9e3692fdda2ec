using Sluice.Abstractions;

namespace Sluice.Core.Evaluation;

/// <summary>An object that is really in a picture.</summary>
/// <param name="ClassId">Index into the model's labels.</param>
/// <param name="Box">Where, in pixels of the displayed frame.</param>
/// <param name="Ignore">Whether finding it or not counts neither way.</param>
/// <param name="Track">Number of the object, the same in every frame that shows it; null where the truth numbers none.</param>
public readonly record struct TruthBox(int ClassId, BoundingBox Box, bool Ignore, long? Track = null);
