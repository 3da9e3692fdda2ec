namespace Sluice.Abstractions;

/// <summary>An object that a model found in a frame.</summary>
/// <param name="ClassId">Index into the model's labels.</param>
/// <param name="Label">The class's name, or its number as text where the card names none.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Box">Where, in pixels of the displayed frame.</param>
public readonly record struct Detection(int ClassId, string Label, float Score, BoundingBox Box)
{
    /// <summary>The confirmed track it belongs to; null while untracked or unconfirmed.</summary>
    public long? TrackId { get; init; }

    /// <summary>Whether a tracker predicted it on a frame that no model saw.</summary>
    public bool Predicted { get; init; }

    /// <summary>Id of the model that found it; null for hand-made ones.</summary>
    public string? Model { get; init; }

    /// <summary>What further models found out about it; null where none looked.</summary>
    public ObjectDetails? Details { get; init; }
}
