using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>Walks a section that is a list of mappings with ids.</summary>
internal static class SectionReader
{
    /// <summary>The entries that are mappings, with what errors call them: by id where there is one, else by number.</summary>
    public static IEnumerable<(MappingNode Node, string Owner)> Entries(ConfigNode? section, string name, string one, bool mayBeEmpty, Binder binder)
    {
        if (section == null) yield break;
        if (section is not ListNode list)
        {
            binder.Add(section.At, default, $"{name}: expected a list of {name}, each '- {{ id: ..., ... }}', found {Binder.Shown(section)}");
            yield break;
        }

        if (list.Items.Count == 0 && !mayBeEmpty) binder.Add(list.At, default, $"{name}: expected at least one {one}, found an empty list");
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not MappingNode mapping)
            {
                binder.Add(list.Items[i].At, default, $"{name}[{i}]: expected a mapping, found {Binder.Shown(list.Items[i])}");
                continue;
            }

            var id = mapping.TextOf("id");
            yield return (mapping, string.IsNullOrWhiteSpace(id) ? $"{one} #{i + 1}" : $"{one} {Binder.Shown(mapping["id"]!)}");
        }
    }
}
