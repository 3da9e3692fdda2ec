namespace Sluice.Core.Config.Yaml;

/// <summary>One key of a mapping.</summary>
/// <param name="At">Where the key is written.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value.</param>
internal sealed record MappingEntry(TextLocation At, string Key, ConfigNode Value);
