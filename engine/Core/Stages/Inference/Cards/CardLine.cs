namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>A proposed value of a card.</summary>
/// <param name="Key">The card's key.</param>
/// <param name="Value">The value, as YAML.</param>
/// <param name="Why">What it rests on, in a few words.</param>
public sealed record CardLine(string Key, string Value, string Why);
