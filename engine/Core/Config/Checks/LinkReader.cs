using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>Reads a stage's <c>from</c>: a text, a mapping, or a list of either.</summary>
internal sealed class LinkReader(StageDraft stage, Binder binder)
{
    private const string Forms = "a stage's or source's id, \"*\" for all sources, { stage: ID, policy: ..., capacity: ... }, or a list of these";

    private static readonly RecordType Type = new(typeof(LinkOptions));

    public void Read()
    {
        var place = stage.Place.Key("from");
        if (stage.Node["from"] is not { } node)
        {
            binder.Add(stage.Node.At, stage.Place, $"'from' is missing; expected {Forms}");
            return;
        }

        stage.LinksAreSound = true;
        if (node is not ListNode list)
        {
            ReadOne(node, place);
            return;
        }

        if (list.Items.Count == 0) Fail(() => binder.Add(node.At, place, $"expected {Forms}; found an empty list"));
        for (var i = 0; i < list.Items.Count; i++) ReadOne(list.Items[i], place.Item(i));
    }

    private void ReadOne(ConfigNode node, Place place)
    {
        switch (node)
        {
            case ScalarNode { IsNull: false, Text.Length: > 0 } text:
                stage.From.Add(new() { Stage = text.Text, At = text.At });
                break;
            case MappingNode mapping:
                if (!Type.TryBind(mapping, place, binder, null, out var value)) stage.LinksAreSound = false;
                Add((LinkOptions)value!, mapping, place);
                break;
            default:
                Fail(() => binder.Expected(node, place, Forms));
                break;
        }
    }

    private void Add(LinkOptions options, MappingNode mapping, Place place)
    {
        if (options is { Policy: OverflowPolicy.Latest, Capacity: { } capacity and not 1 })
        {
            Fail(() => binder.Add(mapping["capacity"]!.At, place.Key("capacity"),
                $"'latest' keeps one frame, found {capacity}; leave capacity out, or write policy: drop_oldest"));
        }

        if (options.Stage.Length == 0) return;
        var at = mapping["stage"]!.At;
        stage.From.Add(new() { Stage = options.Stage, Policy = options.Policy, Capacity = options.Capacity, Bytes = options.Bytes, At = at });
    }

    private void Fail(Action add)
    {
        stage.LinksAreSound = false;
        add();
    }
}
