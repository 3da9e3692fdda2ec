using System.Globalization;

namespace Sluice.Core.Config.Yaml;

/// <summary>Applies <c>--set path=value</c> to the tree, before anything is checked.</summary>
internal sealed class SetOption
{
    private static readonly string[] Sections = ["version", "engine", "sources", "models", "stages"];

    private readonly List<ConfigError> _errors;
    private readonly TextLocation _at;

    private SetOption(string path, List<ConfigError> errors)
    {
        _errors = errors;
        _at = new($"--set {path}", 0, 0);
    }

    /// <summary>Changes the tree; faults go to <paramref name="errors"/>.</summary>
    public static void Apply(MappingNode root, string option, List<ConfigError> errors)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            var shown = Secrets.MaskUris(option);
            errors.Add(new(new("--set", 0, 0), $"'{shown}' is not path=value, such as stages.detect.batch.size=4"));
            return;
        }

        var path = option[..equals].Trim();
        var set = new SetOption(path, errors);
        if (set.ReadValue(option[(equals + 1)..].Trim()) is { } value) set.Put(root, path.Split('.'), value);
    }

    // Only what starts like a list, a mapping or a quoted text is read as YAML: "a: b" and "#" are common in URIs and names.
    private ConfigNode? ReadValue(string text)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{' or '"' or '\'')) return new ScalarNode(_at, text, quoted: false);
        var faults = new List<ConfigError>();
        var value = YamlTreeReader.Read(text, _at.File, faults);
        _errors.AddRange(faults.Select(f => f with { At = _at }));
        return value == null ? null : Relocated(value);
    }

    private ConfigNode Relocated(ConfigNode node)
    {
        switch (node)
        {
            case ListNode list:
                var items = new ListNode(_at);
                items.Items.AddRange(list.Items.Select(Relocated));
                return items;
            case MappingNode mapping:
                var entries = new MappingNode(_at);
                entries.Entries.AddRange(mapping.Entries.Select(e => e with { At = _at, Value = Relocated(e.Value) }));
                return entries;
            default:
                return new ScalarNode(_at, ((ScalarNode)node).Written, !node.Kind.Equals("nothing", StringComparison.Ordinal));
        }
    }

    private void Put(MappingNode root, string[] path, ConfigNode value)
    {
        if (!Sections.Contains(path[0]))
        {
            _errors.Add(new(_at, $"the graph has no section '{path[0]}'{Nearest.Hint(path[0], Sections, "sections are")}"));
            return;
        }

        ConfigNode at = root;
        var next = 0;
        while (true)
        {
            if (at is ListNode list)
            {
                var index = Find(list, path, ref next, out var shown);
                if (index < 0) return;
                if (next == path.Length)
                {
                    list.Items[index] = value;
                    return;
                }

                at = list.Items[index];
                if (at is ScalarNode) Refuse(at, shown);
            }
            else if (at is MappingNode mapping)
            {
                var key = path[next++];
                if (next == path.Length)
                {
                    mapping.Set(new(_at, key, value));
                    return;
                }

                at = Enter(mapping, key, string.Join('.', path[..next]))!;
            }

            if (at is null or ScalarNode) return;
        }
    }

    /// <summary>The value of a key on the way, made where absent; null after an error.</summary>
    private ConfigNode? Enter(MappingNode mapping, string key, string path)
    {
        var value = mapping[key];
        if (value is null or ScalarNode { IsNull: true })
        {
            value = new MappingNode(_at);
            mapping.Set(new(_at, key, value));
        }

        if (value is not ScalarNode) return value;
        Refuse(value, path);
        return null;
    }

    private void Refuse(ConfigNode value, string path)
        => _errors.Add(new(_at, $"'{path}' is {value.Kind} ({value.At}); set it whole: {path}=..."));

    /// <summary>Finds an entry by its id, which may hold dots, or by its index from 0.</summary>
    private int Find(ListNode list, string[] path, ref int next, out string shown)
    {
        for (var take = path.Length - next; take > 0; take--)
        {
            shown = string.Join('.', path[next..(next + take)]);
            var wanted = shown;
            var index = list.Items.FindIndex(item => item is MappingNode mapping && mapping.TextOf("id") == wanted);
            if (index < 0) continue;
            next += take;
            return index;
        }

        shown = path[next];
        if (int.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < list.Items.Count)
        {
            next++;
            return number;
        }

        var section = string.Join('.', path[..next]);
        var ids = list.Items.OfType<MappingNode>().Select(m => m.TextOf("id")).OfType<string>();
        _errors.Add(new(_at, $"'{section}' has no entry '{shown}'{Nearest.Hint(shown, ids, "entries are")}"));
        return -1;
    }
}
