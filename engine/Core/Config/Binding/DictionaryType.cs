using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>Values of one type by names the user chooses; made through <see cref="OptionTypes"/>.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class DictionaryType<T>(OptionType item) : OptionType
{
    public override string Label => $"mapping of names to {item.Label}";

    public override string Expected => $"a mapping of names to values, each {item.Expected}";

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        value = null;
        if (node is not MappingNode mapping)
        {
            binder.Expected(node, place, Expected);
            return false;
        }

        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        var sound = true;
        foreach (var entry in mapping.Entries)
        {
            if (item.TryBind(entry.Value, place.Key(entry.Key), binder, null, out var one)) items[entry.Key] = (T)one!;
            else sound = false;
        }

        value = new ReadOnlyDictionary<string, T>(items);
        return sound;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
        => new() { ["type"] = "object", ["additionalProperties"] = item.Schema(definitions) };

    public override string? Show(object? value) => null;
}
