using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Checks;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config;

/// <summary>One load of one graph: tree, overrides, variables, types, rules, in this order.</summary>
internal sealed class GraphReader(string file, string baseDirectory, StageCatalog catalog, LoadOptions options)
{
    private static readonly string[] Sections = ["version", "engine", "sources", "models", "stages"];

    private static readonly IGraphRule[] Rules =
        [new IdRule(), new LinkRule(), new ReferenceRule(), new CycleRule(), new ContentRule(), new UploadRule(), new UnusedRule(), new LiveLinkRule(), new IntervalRule()];

    private readonly List<ConfigError> _errors = [];
    private readonly Secrets _secrets = new();

    public GraphConfig Read(string text)
    {
        var root = ReadTree(text);
        if (root == null) throw Failure();
        var draft = new GraphDraft(new(_errors, _secrets), catalog, options, file, baseDirectory);
        CheckSections(root);
        BindEngine(root["engine"], draft);
        new SourceReader(draft).Read(root["sources"]);
        new ModelReader(draft).Read(root["models"]);
        new StageReader(draft).Read(root["stages"]);
        foreach (var rule in Rules) rule.Check(draft);
        if (_errors.Count > 0) throw Failure();
        return new()
        {
            File = file,
            BaseDirectory = baseDirectory,
            EngineAt = root["engine"]?.At ?? root.At,
            Engine = draft.Engine,
            Sources = [.. draft.Sources.Select(s => s.Value!)],
            Models = [.. draft.Models.Select(m => m.Value!)],
            Stages = [.. draft.Stages.Select(s => s.ToConfig())],
            Warnings = [.. draft.Warnings.OrderBy(w => w.At.Line).ThenBy(w => w.At.Column)],
            Secrets = _secrets,
            Revision = RevisionOf(text),
        };
    }

    public ImmutableArray<string> ReadPluginFolders(string text)
    {
        if (ReadTree(text)?["engine"] is not MappingNode engine || engine["plugins"] is not ListNode list) return [];
        return [.. list.Items.OfType<ScalarNode>().Where(s => !s.IsNull).Select(s => Path.GetFullPath(s.Text, baseDirectory))];
    }

    private MappingNode? ReadTree(string text)
    {
        var node = YamlTreeReader.Read(text, file, _errors);
        if (node == null) return null;
        if (node is not MappingNode root)
        {
            _errors.Add(new(node.At, $"expected a mapping with {string.Join(", ", Sections)}; found {node.Kind}"));
            return null;
        }

        foreach (var set in Sets(root)) SetOption.Apply(root, set, _errors);
        new VariableFill(options.Environment, _secrets, _errors).Fill(root);
        return root;
    }

    // What is given last counts: a single stage's seed may still be set by --set.
    private IEnumerable<string> Sets(MappingNode root)
    {
        if (options.Seed is not { } seed || root["stages"] is not ListNode stages) return options.Sets;
        var drawing = stages.Items.OfType<MappingNode>()
            .Where(stage => stage["use"] is ScalarNode use && catalog.Find(use.Text)?.OptionsType.GetProperty(nameof(LoadOptions.Seed)) != null)
            .Select(static stage => (stage["id"] as ScalarNode)?.Text).OfType<string>();
        return [.. drawing.Select(id => string.Create(CultureInfo.InvariantCulture, $"stages.{id}.seed={seed}")), .. options.Sets];
    }

    private void CheckSections(MappingNode root)
    {
        foreach (var entry in root.Entries)
        {
            // Keys beginning with x- are the user's: anchors to be used elsewhere, notes for other tools.
            if (Sections.Contains(entry.Key) || entry.Key.StartsWith("x-", StringComparison.Ordinal)) continue;
            _errors.Add(new(entry.At, $"unknown key '{entry.Key}'{Nearest.Hint(entry.Key, Sections, "known keys are")}"));
        }

        foreach (var section in (string[])["version", "sources", "stages"])
            if (root[section] == null) _errors.Add(new(root.At, $"'{section}' is missing{(section == "version" ? "; write version: 1" : "")}"));
        if (root["version"] is { } version && (version as ScalarNode)?.Text.Trim() != "1")
            _errors.Add(new(version.At, $"version: expected 1, found {Binder.Shown(version)}"));
    }

    private void BindEngine(ConfigNode? node, GraphDraft draft)
    {
        if (node is null or ScalarNode { IsNull: true }) return;
        if (!new RecordType(typeof(EngineConfig)).TryBind(node, new("engine", ""), draft.Binder, null, out var value)) return;
        var engine = (EngineConfig)value!;
        draft.Engine = engine with { Plugins = [.. engine.Plugins.Select(p => Path.GetFullPath(p, baseDirectory))] };
        for (var i = 0; i < engine.Plugins.Count && options.RequireFiles; i++)
        {
            if (Directory.Exists(draft.Engine.Plugins[i])) continue;
            var at = ((ListNode)((MappingNode)node)["plugins"]!).Items[i].At;
            draft.Binder.Add(at, new("engine", $"plugins[{i.ToString(CultureInfo.InvariantCulture)}]"),
                $"no such folder; looked at {draft.Engine.Plugins[i]}");
        }
    }

    private string RevisionOf(string text)
    {
        if (options.Seed is { } seed) text += string.Create(CultureInfo.InvariantCulture, $"\n--seed {seed}");
        foreach (var set in options.Sets) text += $"\n--set {set}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>All errors: the graph's own, then those of files it names, then those of the command line; each by place.</summary>
    private ConfigException Failure()
    {
        var files = new List<string> { file };
        foreach (var error in _errors)
            if (error.At.Line > 0 && !files.Contains(error.At.File)) files.Add(error.At.File);
        int Rank(ConfigError error) => error.At.Line > 0 ? files.IndexOf(error.At.File) : files.Count;
        return new([.. _errors
            .Select(e => e with { Message = _secrets.Redact(e.Message) })
            .Distinct()
            .OrderBy(Rank).ThenBy(e => e.At.Line).ThenBy(e => e.At.Column)]);
    }
}
