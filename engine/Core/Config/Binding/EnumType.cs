using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>One of a few words, in <c>snake_case</c>.</summary>
internal sealed class EnumType : OptionType
{
    private readonly (string Word, object Value, string? Description)[] _words;

    public EnumType(Type type)
        => _words = [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f =>
            (Snake.Case(f.Name), f.GetValue(null)!, f.GetCustomAttribute<DescriptionAttribute>()?.Description))];

    public override string Label => string.Join(", ", _words.Select(w => $"`{w.Word}`"));

    public override string Expected => $"one of {string.Join(", ", _words.Select(w => w.Word))}";

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        value = null;
        var text = (node as ScalarNode)?.Text;
        foreach (var word in _words)
            if (word.Word == text) value = word.Value;
        if (value != null) return true;
        var nearest = text == null ? null : Nearest.To(text, _words.Select(w => w.Word));
        binder.Expected(node, place, Expected, nearest == null ? "" : $"; nearest is '{nearest}'");
        return false;
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        if (_words.All(w => w.Description == null))
            return new() { ["enum"] = new JsonArray([.. _words.Select(w => JsonValue.Create(w.Word))]) };
        var words = _words.Select(w => w.Description == null
            ? new JsonObject { ["const"] = w.Word }
            : new JsonObject { ["const"] = w.Word, ["description"] = w.Description });
        return new() { ["oneOf"] = new JsonArray([.. words]) };
    }

    public override string? Show(object? value) => value == null ? null : Snake.Case(value.ToString()!);
}
