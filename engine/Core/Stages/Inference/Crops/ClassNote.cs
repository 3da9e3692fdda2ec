using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Notes the class that a classifier is surest of as an attribute.</summary>
/// <param name="attribute">The attribute's name.</param>
/// <param name="score">Least confidence.</param>
internal sealed class ClassNote(string attribute, float score) : ICropNote
{
    private DetectionModel? _model;
    private ClassHead? _head;

    /// <inheritdoc/>
    public void Read(DetectionModel model) => (_model, _head) = (model, new(model));

    /// <inheritdoc/>
    public ObjectDetails? Add(OutputSet outputs, int item, ObjectDetails? known)
    {
        var (classId, confidence) = _head!.Top(outputs, item);
        return confidence < score ? known : With(new(attribute, _model!.LabelOf(classId), confidence, _model.Id), known);
    }

    /// <inheritdoc/>
    public ObjectDetails? Carry(ObjectDetails earlier, ObjectDetails? known)
    {
        foreach (var found in earlier.Attributes)
            if (found.Name == attribute) return With(found, known);
        return known;
    }

    private static ObjectDetails With(ObjectAttribute found, ObjectDetails? known)
    {
        known ??= new();
        return known with { Attributes = known.Attributes.RemoveAll(other => other.Name == found.Name).Add(found) };
    }
}
