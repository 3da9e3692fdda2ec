using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>A list of values of one type; made through <see cref="OptionTypes"/>.</summary>
/// <typeparam name="T">The items' type.</typeparam>
internal sealed class ListType<T>(OptionType item, bool asArray) : OptionType
{
    public override string Label => $"list of {item.Label}";

    public override OptionType Item => item;

    public override string Expected => $"a list, each {item.Expected}";

    public override bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value)
    {
        value = null;
        if (node is not ListNode list)
        {
            var hint = node is ScalarNode { IsNull: false } ? $"; write [{Binder.Shown(node).Trim('\'')}]" : "";
            binder.Expected(node, place, Expected, hint);
            return false;
        }

        var items = new T[list.Items.Count];
        var sound = true;
        for (var i = 0; i < items.Length; i++)
        {
            if (item.TryBind(list.Items[i], place.Item(i), binder, null, out var one)) items[i] = (T)one!;
            else sound = false;
        }

        value = asArray ? items : ImmutableArray.Create(items);
        return sound;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "array", ["items"] = item.Schema(definitions) };

    public override string? Show(object? value)
    {
        if (value is not IEnumerable<T> items || (value is ImmutableArray<T> { IsDefault: true })) return null;
        return $"[{string.Join(", ", items.Select(i => item.Show(i)))}]";
    }
}
