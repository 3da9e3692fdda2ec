using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>Turns what a model gave for a crop into a note on the object.</summary>
internal interface ICropNote
{
    /// <summary>Gets ready to read a model's outputs.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ModelException">It is of another family.</exception>
    void Read(DetectionModel model);

    /// <summary>Adds what the model gave.</summary>
    /// <param name="outputs">What a run gave.</param>
    /// <param name="item">The crop's place in it; its numbers are finite.</param>
    /// <param name="known">What was known of the object; null for nothing.</param>
    /// <returns>With the note; <paramref name="known"/> itself where there is nothing to add.</returns>
    ObjectDetails? Add(OutputSet outputs, int item, ObjectDetails? known);

    /// <summary>Carries this stage's note over from an earlier look at the same track.</summary>
    /// <param name="earlier">What was found then.</param>
    /// <param name="known">What is known of the object now.</param>
    ObjectDetails? Carry(ObjectDetails earlier, ObjectDetails? known);
}
