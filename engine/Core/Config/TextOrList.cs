using System.Collections.Immutable;

namespace Sluice.Core.Config;

/// <summary>A value written either as one text (a file, say) or as a list of texts.</summary>
/// <param name="Text">The text; null when a list was written.</param>
/// <param name="Items">The list; what stands in the file, where the text names one that was read; otherwise empty.</param>
public sealed record TextOrList(string? Text, ImmutableArray<string> Items);
