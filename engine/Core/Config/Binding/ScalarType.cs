using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>A value written as one text or number, within its limits.</summary>
internal sealed class ScalarType(ScalarKind kind, Limits limits) : OptionType
{
    public override string Label => limits.Section switch
    {
        { } section => $"id in `{section}`",
        _ when limits.Allowed != null => string.Join(", ", limits.Allowed.Select(a => $"`{a}`")),
        _ => kind.Measure == null ? kind.Label : kind.Label + limits.Words(kind.ShowBound),
    };

    public override string Expected => limits switch
    {
        { Section: { } section } => $"the id of an entry of '{section}'",
        { Allowed: { } allowed } => $"one of {string.Join(", ", allowed)}",
        { Pattern: { } pattern } => $"{kind.Expected} that matches {pattern}",
        _ => kind.Measure == null ? kind.Expected : kind.Expected + Bounds(kind),
    };

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        value = null;
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            binder.Expected(node, place, Expected);
            return false;
        }

        value = kind.Parse(scalar.Text);
        if (value == null || !Allows(value))
        {
            binder.Expected(node, place, Expected, value == null ? kind.Remedy(scalar.Written) : Hint(scalar.Text));
            return false;
        }

        if (limits.Section != null) binder.References.Add(new(limits.Section, scalar.Text, scalar, place));
        return true;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = kind.Schema();
        if (limits.Allowed != null) schema["enum"] = new JsonArray([.. limits.Allowed.Select(a => JsonValue.Create(a))]);
        if (limits.Pattern != null) schema["pattern"] = $"^(?:{limits.Pattern})$";
        if (limits.NotEmpty && kind.Measure == null && (string?)schema["type"] == "string") schema["minLength"] = 1;
        if (kind.IsNumber) Bound(schema);
        else if (schema["anyOf"]?[0] is JsonObject number && (string?)number["type"] == "number") Bound(number);
        return schema;
    }

    public override string? Show(object? value) => value is null or "" ? null : kind.Show(value);

    private string Bounds(ScalarKind of)
    {
        var words = limits.Words(of.ShowBound);
        return words.Length > 0 && of.Expected.Contains("such as", StringComparison.Ordinal) ? $",{words}" : words;
    }

    private string Hint(string text)
    {
        if (limits.NotEmpty && string.IsNullOrWhiteSpace(text)) return "; it must not be empty";
        return limits.Allowed != null && Nearest.To(text, limits.Allowed) is { } near ? $"; nearest is '{near}'" : "";
    }

    private bool Allows(object value)
    {
        if (kind.Measure != null) return limits.Holds(kind.Measure(value));
        if (value is not string text) return true;
        if (limits.NotEmpty && string.IsNullOrWhiteSpace(text)) return false;
        return limits.Matches(text) && limits.Allowed?.Contains(text) != false;
    }

    private void Bound(JsonObject schema)
    {
        if (limits.Least is { } least) schema["minimum"] = Whole(least);
        if (limits.Most is { } most and < 1e15) schema["maximum"] = Whole(most);
    }

    private static JsonValue Whole(double bound) => bound == Math.Floor(bound) ? JsonValue.Create((long)bound) : JsonValue.Create(bound);
}
