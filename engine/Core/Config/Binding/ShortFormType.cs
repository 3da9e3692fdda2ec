using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>A mapping that may also be written as the value of one of its keys.</summary>
/// <param name="long">The mapping.</param>
/// <param name="property">The property the short form sets.</param>
internal sealed class ShortFormType(RecordType @long, string property) : OptionType
{
    private readonly string _key = Snake.Case(property);

    /// <summary>The mapping.</summary>
    public RecordType Long => @long;

    public override string Label => $"{Key.Type.Label}, or mapping";

    public override string Expected => $"{Key.Type.Expected}, or {@long.Expected}";

    private OptionShape Key => @long.Shape.Find(_key) ?? throw new InvalidOperationException($"There is no key '{_key}'.");

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        if (node is not ScalarNode { IsNull: false }) return @long.TryBind(node, place, binder, standard, out value);
        value = @long.Shape.Create(standard);
        return Key.Type.TryBind(node, place, binder, Key.Get(value), out var one) && Key.Set(value, one);
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["anyOf"] = new JsonArray(Key.Type.Schema(definitions), @long.Schema(definitions)),
    };

    public override string? Show(object? value) => null;
}
