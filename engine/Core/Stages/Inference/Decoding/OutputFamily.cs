using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>What is known of one family of models: which outputs it has and in what shapes.</summary>
internal abstract class OutputFamily
{
    /// <summary>The name it has on a card.</summary>
    public abstract ModelFamily Id { get; }

    /// <summary>Finds the outputs it reads.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Their places in the order the decoder reads them; a default array when some are missing.</returns>
    public virtual ImmutableArray<int> Find(ModelSignature model) => model.Main < 0 ? default : [model.Main];

    /// <summary>Whether shapes may be of the family: those declared, where -1 fits anything, or those of a run. Allocates nothing.</summary>
    /// <param name="outputs">Those that <see cref="Find"/> found.</param>
    /// <param name="model">The model.</param>
    public abstract bool Fits(OutputSet outputs, ModelSignature model);

    /// <summary>
    /// Whether a model without a named family may be proposed to be of this one. Stricter than <see cref="Fits"/>: what is known of the
    /// shapes and names must speak for the family.
    /// </summary>
    /// <param name="outputs">Those that <see cref="Find"/> found.</param>
    /// <param name="model">The model.</param>
    public virtual bool Suggests(OutputSet outputs, ModelSignature model) => Fits(outputs, model);

    /// <summary>How many classes the outputs tell of; null where they do not.</summary>
    /// <param name="outputs">Those that <see cref="Find"/> found; they fit.</param>
    /// <param name="model">The model.</param>
    public virtual int? Classes(OutputSet outputs, ModelSignature model) => null;

    /// <summary>Whether an output is one table of all images of a run, each row saying of which, instead of a part for each image.</summary>
    /// <param name="model">A model that fits.</param>
    public virtual bool IsTable(ModelSignature model) => false;

    /// <summary>The shapes it has, in words for a message.</summary>
    /// <param name="model">The model.</param>
    public abstract string Expected(ModelSignature model);

    /// <summary>Keys of the card that say what the family cannot follow.</summary>
    /// <param name="card">The card.</param>
    /// <returns>For each the key, <c>snake_case</c>, and why.</returns>
    public virtual IEnumerable<(string Key, string Message)> Faults(ModelCard card) => [];
}
