using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>One text, or a list of texts.</summary>
internal sealed class TextOrListType : OptionType
{
    public override string Label => "text or list of text";

    public override string Expected => "a text, or a list of texts";

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        value = null;
        if (node is ScalarNode { IsNull: false } scalar)
        {
            value = new TextOrList(scalar.Text, []);
            return true;
        }

        if (node is ListNode list && list.Items.TrueForAll(i => i is ScalarNode { IsNull: false }))
        {
            value = new TextOrList(null, [.. list.Items.Select(i => ((ScalarNode)i).Text)]);
            return true;
        }

        binder.Expected(node, place, Expected);
        return false;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string" },
            new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } }),
    };

    public override string? Show(object? value) => null;
}
