namespace Sluice.Abstractions;

/// <summary>What a model makes of a whole frame: a vector, near to those of frames that show something alike.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="Values">The vector, of length 1.</param>
public sealed record FrameVector(string Model, ReadOnlyMemory<float> Values);
