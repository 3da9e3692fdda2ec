using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>A family that gives boxes.</summary>
internal abstract class BoxFamily : OutputFamily
{
    /// <summary>Whether the card may say what a box's numbers are; not where boxes are worked out from a grid.</summary>
    protected virtual bool ReadsBoxes => true;

    /// <summary>Whether the card may say which class is the background and what makes confidences of scores.</summary>
    protected virtual bool ReadsScores => true;

    /// <summary>How overlapping boxes are suppressed where the card does not say.</summary>
    /// <param name="model">A model that fits.</param>
    public virtual Suppression Nms(ModelSignature model) => Suppression.PerClass;

    /// <summary>Makes a decoder; one thread at a time may use it.</summary>
    /// <param name="model">A model that fits.</param>
    public abstract IOutputDecoder Decoder(ModelSignature model);

    /// <summary>What else its outputs tell of an object that was kept; null for nothing.</summary>
    /// <param name="model">A model that fits.</param>
    public virtual IDetailReader? Details(ModelSignature model) => null;

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card)
    {
        var name = Snake.Case(Id.ToString());
        var grid = $"means nothing for family {name}, whose boxes are worked out from a grid; leave it out";
        if (!ReadsBoxes && card.BoxFormat != null) yield return ("box_format", grid);
        if (!ReadsBoxes && card.BoxSpace != null) yield return ("box_space", grid);
        if (!ReadsScores && card.Activation != null) yield return ("activation", $"means nothing for family {name}; leave it out");
        if (!ReadsScores && card.BackgroundIndex != null) yield return ("background_index", $"means nothing for family {name}; leave it out");
        if (card.Anchors.Count > 0 && Id != ModelFamily.Yolov5) yield return ("anchors", $"means nothing for family {name}; leave it out");
    }
}
