using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Notes the vector of an object's appearance, made a unit vector.</summary>
internal sealed class EmbeddingNote : ICropNote
{
    private VectorHead? _head;

    /// <inheritdoc/>
    public void Read(DetectionModel model) => _head = new(model);

    /// <inheritdoc/>
    public ObjectDetails? Add(OutputSet outputs, int item, ObjectDetails? known)
    {
        var unit = new float[VectorHead.Length(outputs)];
        return _head!.TryRead(outputs, item, unit) ? (known ?? new()) with { Embedding = unit } : known;
    }

    /// <inheritdoc/>
    public ObjectDetails? Carry(ObjectDetails earlier, ObjectDetails? known)
        => earlier.Embedding.IsEmpty ? known : (known ?? new()) with { Embedding = earlier.Embedding };
}
