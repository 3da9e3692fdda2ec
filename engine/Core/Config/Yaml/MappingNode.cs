namespace Sluice.Core.Config.Yaml;

/// <summary>Keys with values, in the order they are written.</summary>
internal sealed class MappingNode(TextLocation at) : ConfigNode(at)
{
    public List<MappingEntry> Entries { get; } = [];

    public override string Kind => "a mapping";

    public ConfigNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
                if (entry.Key == key) return entry.Value;
            return null;
        }
    }

    /// <summary>The text of a key that holds one value; null when absent or something else.</summary>
    public string? TextOf(string key) => this[key] is ScalarNode { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>Replaces a key's value, or adds the key.</summary>
    public void Set(MappingEntry entry)
    {
        var index = Entries.FindIndex(e => e.Key == entry.Key);
        if (index < 0) Entries.Add(entry);
        else Entries[index] = entry;
    }

    public override ConfigNode Copy()
    {
        var copy = new MappingNode(At);
        foreach (var entry in Entries) copy.Entries.Add(entry with { Value = entry.Value.Copy() });
        return copy;
    }
}
