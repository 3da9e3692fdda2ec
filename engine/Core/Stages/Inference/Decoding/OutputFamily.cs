using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>What is known of one family of models: which outputs it has, in what shapes, and how they are read.</summary>
internal abstract class OutputFamily
{
    /// <summary>The name it has on a card.</summary>
    public abstract ModelFamily Id { get; }

    /// <summary>How overlapping boxes are suppressed where the card does not say.</summary>
    public virtual Suppression Nms => Suppression.PerClass;

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
    /// shapes must speak for the family.
    /// </summary>
    /// <param name="outputs">Those that <see cref="Find"/> found.</param>
    /// <param name="model">The model.</param>
    public virtual bool Suggests(OutputSet outputs, ModelSignature model) => Fits(outputs, model);

    /// <summary>How many classes the outputs tell of; null where they do not.</summary>
    /// <param name="outputs">Those that <see cref="Find"/> found; they fit.</param>
    /// <param name="model">The model.</param>
    public virtual int? Classes(OutputSet outputs, ModelSignature model) => null;

    /// <summary>The shapes it has, in words for a message.</summary>
    /// <param name="model">The model.</param>
    public abstract string Expected(ModelSignature model);

    /// <summary>Makes a decoder; one thread at a time may use it.</summary>
    /// <param name="model">A model that fits.</param>
    public abstract IOutputDecoder Decoder(ModelSignature model);
}
