using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Core.Config.Yaml;

/// <summary>Reads YAML text into nodes that know their place. Refuses what would surprise: see the messages.</summary>
/// <remarks>Limits on depth and on the number of values keep a hostile file (aliases of aliases) from taking the stack or memory.</remarks>
internal sealed class YamlTreeReader
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;

    private readonly string _text;
    private readonly string _file;
    private readonly List<ConfigError> _errors;
    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlTreeReader(string text, string file, List<ConfigError> errors)
    {
        _text = text;
        _file = file;
        _errors = errors;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads one document.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="file">Its name in errors.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>The root; null when there is none to go on with, and then an error was added.</returns>
    public static ConfigNode? Read(string text, string file, List<ConfigError> errors)
    {
        try
        {
            return new YamlTreeReader(text, file, errors).ReadDocument();
        }
        catch (YamlException fault)
        {
            errors.Add(YamlFault.Explain(fault, text, file));
        }
        catch (YamlRefusedException refused)
        {
            errors.Add(new(refused.At, refused.Message));
        }

        return null;
    }

    private ConfigNode? ReadDocument()
    {
        Advance();
        Advance();
        if (_parser.Current is StreamEnd)
        {
            _errors.Add(new(new(_file, 1, 1), "the file is empty"));
            return null;
        }

        Advance();
        var root = ReadNode(0);
        Advance();
        Advance();
        if (_parser.Current is DocumentStart second)
            throw new YamlRefusedException(At(second.Start), "a second document ('---') starts here; a file holds one");
        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        var current = _parser.Current!;
        var at = At(current.Start);
        if (depth > MaxDepth) throw new YamlRefusedException(at, $"nested deeper than {MaxDepth} levels");
        Count(at);
        if (current is AnchorAlias alias) return Resolve(alias, at);

        var node = (NodeEvent)current;
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor != null) _anchors[anchor] = null;
        ConfigNode read = node switch
        {
            Scalar scalar => ReadScalar(scalar, at),
            SequenceStart list => ReadList(list, at, depth),
            MappingStart mapping => ReadMapping(mapping, at, depth),
            _ => throw new YamlRefusedException(at, "expected a value"),
        };
        if (anchor != null) _anchors[anchor] = read;
        return read;
    }

    private static ScalarNode ReadScalar(Scalar scalar, TextLocation at)
    {
        var isText = scalar.Tag is { IsEmpty: false } && scalar.Tag is { IsNonSpecific: true } or { Value: "tag:yaml.org,2002:str" };
        if (!isText) RefuseTag(scalar.Tag, at);
        return new(at, scalar.Value, isText || scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
    }

    private ListNode ReadList(SequenceStart start, TextLocation at, int depth)
    {
        RefuseTag(start.Tag, at);
        var list = new ListNode(at);
        for (Advance(); _parser.Current is not SequenceEnd; Advance()) list.Items.Add(ReadNode(depth + 1));
        return list;
    }

    private MappingNode ReadMapping(MappingStart start, TextLocation at, int depth)
    {
        RefuseTag(start.Tag, at);
        var mapping = new MappingNode(at);
        var merged = new List<MappingEntry>();
        for (Advance(); _parser.Current is not MappingEnd; Advance())
        {
            if (_parser.Current is not Scalar key)
                throw new YamlRefusedException(At(_parser.Current!.Start), "expected a key that is a plain text");
            var keyAt = At(key.Start);
            Advance();
            var value = ReadNode(depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain }) Merge(keyAt, value, merged);
            else Add(mapping, new(keyAt, key.Value, value));
        }

        foreach (var entry in merged)
            if (mapping[entry.Key] == null) mapping.Entries.Add(entry);
        return mapping;
    }

    private void Add(MappingNode mapping, MappingEntry entry)
    {
        var first = mapping.Entries.Find(e => e.Key == entry.Key);
        if (first == null) mapping.Entries.Add(entry);
        else _errors.Add(new(entry.At, $"key '{entry.Key}' is written twice in this mapping; the first is on line {first.At.Line}"));
    }

    /// <summary>Keys of a merged mapping stand behind the mapping's own, and earlier merged ones before later.</summary>
    private static void Merge(TextLocation at, ConfigNode value, List<MappingEntry> into)
    {
        var parts = value is ListNode list ? list.Items : [value];
        foreach (var part in parts)
        {
            if (part is not MappingNode mapping)
                throw new YamlRefusedException(at, $"'<<' takes in a mapping, or a list of them, by alias; found {part.Kind}");
            foreach (var entry in mapping.Entries)
                if (!into.Exists(e => e.Key == entry.Key)) into.Add(entry with { Value = entry.Value.Copy() });
        }
    }

    private ConfigNode Resolve(AnchorAlias alias, TextLocation at)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node))
        {
            var known = Nearest.Hint(name, _anchors.Keys, "anchors are");
            throw new YamlRefusedException(at, $"alias '*{name}' has no anchor '&{name}' before it{known}");
        }

        if (node == null) throw new YamlRefusedException(at, $"alias '*{name}' stands inside the value it names");
        CountAll(node, at);
        return node.Copy();
    }

    private void CountAll(ConfigNode node, TextLocation at)
    {
        Count(at);
        if (node is ListNode list) list.Items.ForEach(item => CountAll(item, at));
        if (node is MappingNode mapping) mapping.Entries.ForEach(entry => CountAll(entry.Value, at));
    }

    private void Count(TextLocation at)
    {
        if (++_nodes > MaxNodes) throw new YamlRefusedException(at, $"more than {MaxNodes} values, aliases counted each time");
    }

    private static void RefuseTag(TagName tag, TextLocation at)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific) throw new YamlRefusedException(at, $"tag '{tag.Value}' is not supported; leave it out");
    }

    // YamlDotNet 16's scanner throws InvalidOperationException for a plain text at the margin of an unclosed [ or {.
    private void Advance()
    {
        try
        {
            if (_parser.MoveNext()) return;
        }
        catch (InvalidOperationException)
        {
            var end = _parser.Current is { } last ? At(last.End) : new(_file, 1, 1);
            throw new YamlRefusedException(end, "not valid YAML after here; is a ']' or '}' missing?");
        }

        throw new YamlRefusedException(new(_file, 1, 1), $"the text of {_text.Length} characters ends early");
    }

    private TextLocation At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}
