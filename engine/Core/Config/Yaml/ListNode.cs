namespace Sluice.Core.Config.Yaml;

/// <summary>A list of values.</summary>
internal sealed class ListNode(TextLocation at) : ConfigNode(at)
{
    public List<ConfigNode> Items { get; } = [];

    public override string Kind => "a list";

    public override ConfigNode Copy()
    {
        var copy = new ListNode(At);
        foreach (var item in Items) copy.Items.Add(item.Copy());
        return copy;
    }
}
