using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>What further models found out about an object; shared by the frames the object is handed on with.</summary>
public sealed record ObjectDetails
{
    /// <summary>What classifiers said of it, in the order they looked.</summary>
    public ImmutableArray<ObjectAttribute> Attributes { get; init; } = [];

    /// <summary>Unit vector of its appearance; empty where no model made one.</summary>
    public ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>Landmarks, in the order of the model's own; empty where it has none.</summary>
    public ImmutableArray<Keypoint> Keypoints { get; init; } = [];

    /// <summary>Which pixels of its box it covers; null where no model said.</summary>
    public ObjectMask? Mask { get; init; }
}
