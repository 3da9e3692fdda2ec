using System.Collections.Immutable;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>What neither the file nor a convention tells, and somebody must.</summary>
/// <param name="Key">The card's key.</param>
/// <param name="Why">Why it must be asked.</param>
/// <param name="Candidates">Values it may have, each with what speaks for it; empty where they cannot be listed.</param>
public sealed record CardQuestion(string Key, string Why, ImmutableArray<CardLine> Candidates);
