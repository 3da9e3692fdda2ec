using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>A mapping with known keys: a record with init-only properties.</summary>
internal sealed class RecordType(Type type) : OptionType
{
    /// <summary>Its keys; looked up late, because a record may hold itself.</summary>
    public RecordShape Shape => RecordShape.Of(type);

    public override string Label => "mapping";

    public override string Expected => $"a mapping with keys {string.Join(", ", Shape.Keys)}";

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
        => TryBind(node, place, binder, standard, [], out value);

    /// <summary>Binds a mapping of which some keys are read elsewhere.</summary>
    /// <param name="node">As written.</param>
    /// <param name="place">Names it in errors.</param>
    /// <param name="binder">Takes errors and references.</param>
    /// <param name="standard">The defaults; null for those of a new instance.</param>
    /// <param name="elsewhere">Keys that are known and not read here.</param>
    /// <param name="value">The record, as far as it could be read, also when the answer is false; null when it is not a mapping.</param>
    /// <returns>Whether everything could be read.</returns>
    public bool TryBind(
        ConfigNode node, Place place, Binder binder, object? standard, IReadOnlyList<string> elsewhere, out object? value)
    {
        value = null;
        if (node is not MappingNode mapping)
        {
            binder.Expected(node, place, Expected);
            return false;
        }

        value = Shape.Create(standard);
        var sound = true;
        foreach (var entry in mapping.Entries)
        {
            if (elsewhere.Contains(entry.Key)) continue;
            sound &= TrySet(entry, place, binder, elsewhere, value);
        }

        foreach (var option in Shape.Options)
        {
            if (!option.IsRequired || mapping[option.Key] != null) continue;
            binder.Add(mapping.At, place, $"'{option.Key}' is missing; expected {option.Type.Expected}");
            sound = false;
        }

        return sound;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
        => definitions.Reference(type, () => Shape.Schema(definitions));

    public override string? Show(object? value) => null;

    private bool TrySet(MappingEntry entry, Place place, Binder binder, IReadOnlyList<string> elsewhere, object into)
    {
        var option = Shape.Find(entry.Key);
        if (option == null)
        {
            var hint = Nearest.Hint(entry.Key, elsewhere.Concat(Shape.Keys), "known keys are");
            binder.Add(entry.At, place, $"unknown key '{entry.Key}'{hint}");
            return false;
        }

        if (entry.Value is ScalarNode { IsNull: true })
        {
            if (option.IsNullable) return option.Set(into, null);
            binder.Expected(entry.Value, place.Key(entry.Key), option.Type.Expected, option.IsRequired ? "" : "; leave the key out for the default");
            return false;
        }

        var bound = option.Type.TryBind(entry.Value, place.Key(entry.Key), binder, option.Get(into), out var value);
        return bound && option.Set(into, value);
    }
}
