using System.Collections.Immutable;

namespace Sluice.Core.Config;

/// <summary>A value written either as one text (a file, say) or as a list of texts.</summary>
/// <param name="Text">The text; null when a list was written.</param>
/// <param name="Items">The list; empty when one text was written.</param>
public sealed record TextOrList(string? Text, ImmutableArray<string> Items);
