using Sluice.Core.Config.Binding;
using Sluice.Core.Config.Checks;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config;

/// <summary>Reads one source by itself, as whoever adds it to a running engine writes it: an entry of <c>sources</c>, in YAML or JSON.</summary>
public static class SourceText
{
    private static readonly IGraphRule[] Rules = [new IdRule(), new ReferenceRule()];

    /// <summary>Reads and checks a source as a graph's would be.</summary>
    /// <param name="text">A mapping with the keys of a source; JSON is YAML too.</param>
    /// <param name="name">What errors call the text, such as <c>request</c>.</param>
    /// <param name="baseDirectory">Where relative paths start; absolute.</param>
    /// <param name="id">The id when the text need not repeat it; null when it must have one.</param>
    /// <param name="options">Environment; null for the process's own.</param>
    /// <returns>The source, and what is probably not meant.</returns>
    /// <exception cref="ConfigException">Every fault found, in order.</exception>
    public static (SourceConfig Source, IReadOnlyList<ConfigWarning> Warnings) Parse(
        string text, string name, string baseDirectory, string? id = null, LoadOptions? options = null)
    {
        options ??= new();
        var errors = new List<ConfigError>();
        var secrets = new Secrets();
        var node = YamlTreeReader.Read(text, name, errors);
        if (node is MappingNode mapping)
        {
            if (id != null) CheckId(mapping, id, errors);
            new VariableFill(options.Environment, secrets, errors).Fill(mapping);
            var draft = new GraphDraft(new(errors, secrets), new([]), options, name, baseDirectory);
            var section = new ListNode(mapping.At);
            section.Items.Add(mapping);
            new SourceReader(draft).Read(section);
            foreach (var rule in Rules) rule.Check(draft);
            if (errors.Count == 0) return (draft.Sources[0].Value!, draft.Warnings);
        }
        else if (node != null)
        {
            errors.Add(new(node.At, $"expected a mapping with the keys of a source, such as {{ id: gate, uri: \"rtsp://camera.example/stream1\" }}; found {Binder.Shown(node)}"));
        }

        throw new ConfigException([.. errors.Select(e => e with { Message = secrets.Redact(e.Message) }).Distinct().OrderBy(e => e.At.Line).ThenBy(e => e.At.Column)]);
    }

    private static void CheckId(MappingNode mapping, string id, List<ConfigError> errors)
    {
        if (mapping["id"] is not { } written) mapping.Set(new(mapping.At, "id", new ScalarNode(mapping.At, id, quoted: true)));
        else if (mapping.TextOf("id") != id) errors.Add(new(written.At, $"id: expected '{id}', as in the address, found {Binder.Shown(written)}"));
    }
}
