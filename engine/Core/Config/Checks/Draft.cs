using System.Globalization;
using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>An entry of a section on its way to being checked.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
/// <param name="node">As written.</param>
/// <param name="owner">What errors call it, such as <c>source 'gate'</c>.</param>
internal class Draft<T>(MappingNode node, string owner)
    where T : class
{
    public MappingNode Node { get; } = node;

    public string Owner { get; } = owner;

    public Place Place => new(Owner, "");

    /// <summary>The id; null when it is missing or not a text.</summary>
    public string? Id => Node.TextOf("id");

    public TextLocation IdAt => Node["id"]?.At ?? Node.At;

    /// <summary>What was bound; null when it could not be.</summary>
    public T? Value { get; set; }

    /// <summary>Where a key's value is written, such as <c>batch.size</c> or <c>zones[1].points</c>; where as much of the way starts as is
    /// written when it is not.</summary>
    public TextLocation AtKey(string dotted)
    {
        ConfigNode at = Node;
        foreach (var step in dotted.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = at switch
            {
                MappingNode mapping => mapping[step],
                ListNode list when step.EndsWith(']') && int.TryParse(step.AsSpan(0, step.Length - 1), NumberStyles.None,
                    CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next == null) break;
            at = next;
        }

        return at.At;
    }
}
