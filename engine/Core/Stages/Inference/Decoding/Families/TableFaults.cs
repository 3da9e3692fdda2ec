namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>Keys that families whose model has chosen class and score itself cannot follow.</summary>
internal static class TableFaults
{
    /// <summary>They, as <see cref="OutputFamily.Faults"/> gives them.</summary>
    /// <param name="card">The card.</param>
    /// <param name="name">The family's name on a card.</param>
    public static IEnumerable<(string Key, string Message)> Of(ModelCard card, string name)
    {
        if (card.Activation is not (null or Activation.None))
            yield return ("activation", $"means nothing for family {name}, whose model gives one finished score a box; leave it out");
    }
}
