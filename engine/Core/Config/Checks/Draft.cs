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

    /// <summary>Where a key's value is written; where the entry starts when it is not written.</summary>
    public TextLocation AtKey(string dotted)
    {
        ConfigNode at = Node;
        foreach (var key in dotted.Split('.'))
        {
            if (at is not MappingNode mapping || mapping[key] is not { } next) break;
            at = next;
        }

        return at.At;
    }
}
