using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Config.Binding;
using Sluice.Core.Stages.Inference;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Config;

/// <summary>Writes the reference of the configuration as Markdown, from the types that read it.</summary>
public static class ConfigReference
{
    private const string Head = """
        # Configuration

        <!-- Generated from the types: `sluice schema --markdown > docs/configuration.md`. Change the types' descriptions instead. -->

        A graph is one YAML file: `version: 1`, then `engine`, `sources`, `models` and `stages`; only `engine` and `models` may be left
        out. All faults are reported at once as `file:line:column: message`, and nothing starts. `sluice schema` prints the same as a
        JSON Schema for editors.

        - **Units are written**: durations `20ms`, `5s`, `2m`, `1h`, `1d`; sizes `64MiB`, `2GiB`, `500MB`; rates `60/h`. Numbers may be
          fractions (`1/255`), and numbers from 0 to 1 percentages (`10%`).
        - **Variables**: `${NAME}` in any value comes from the environment, `${NAME:-default}` may be unset, `$$` is a literal `$`.
          Their values, and passwords in URIs, are not printed again. Inside `{ }` a value with a variable needs quotes.
        - **Paths** are relative to the file that names them.
        - **Overrides**: `--set stages.detect.batch.size=4` changes the file's value before anything is checked; entries of lists go by
          id, or by number from 0.
        - **Anchors, aliases and `<<`** work; keys beginning with `x-` at the top are yours, to hold anchors for instance. One file holds
          one document.
        - **Ids** hold letters, digits, `-`, `_` and `.`; sources and stages share one set of names.


        """;

    private const string From = """

        `from` says where a stage's frames come from: a stage's or source's id, `"*"` for all sources, the long form below, or a list of
        these. Every entry is a bounded edge. `latest` is `drop_oldest` with capacity 1.


        """;

    /// <summary>Writes the reference.</summary>
    /// <param name="catalog">The kinds of stage to describe.</param>
    /// <returns>Markdown, ending in a line feed.</returns>
    public static string Write(StageCatalog catalog)
    {
        var text = new StringBuilder(Head);
        Section(text, "engine", "Settings of the box as a whole.", typeof(EngineConfig));
        Section(text, "sources", "Cameras, files and folders of recordings; a list.", typeof(SourceConfig));
        Section(text, "models", "Models for stages to refer to; a list.", typeof(ModelConfig));
        Section(text, "card", "What an ONNX file does not say of itself: `card.yaml` in a model's folder, `NAME.card.yaml` beside "
            + "`NAME.onnx`, or `card` in the graph.", typeof(ModelCard));
        text.Append("## `stages`\n\nA list. Every stage has `id`, `use` (its kind) and `from`; its other keys are those of its kind.\n");
        text.Append(From);
        Table(text, typeof(LinkOptions));
        foreach (var factory in catalog.Factories) Kind(text, factory);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Kind(StringBuilder text, StageFactory factory)
    {
        text.Append($"\n### `use: {factory.Use}`\n\n{factory.Summary.Trim()}");
        if (factory.Needs != StreamContent.None) text.Append($" Needs {ContentWords.Of(factory.Needs)}.");
        text.Append("\n\n");
        Table(text, factory.OptionsType);
    }

    private static void Section(StringBuilder text, string name, string summary, Type type)
    {
        text.Append($"## `{name}`\n\n{summary}\n\n");
        Table(text, type);
        text.Append('\n');
    }

    private static void Table(StringBuilder text, Type type)
    {
        var shape = RecordShape.Of(type);
        if (shape.Options.Count == 0)
        {
            text.Append("It has no options.\n");
            return;
        }

        text.Append("| key | value | default | |\n|---|---|---|---|\n");
        Rows(text, shape, shape.Standard, "");
    }

    /// <summary>One row a key; keys of nested mappings follow with dots, those of a list's items with brackets.</summary>
    private static void Rows(StringBuilder text, RecordShape shape, object standard, string prefix)
    {
        foreach (var option in shape.Options)
        {
            var value = option.Get(standard);
            var shown = option.Type.Show(value);
            var cell = option.IsRequired ? "required" : shown == null ? "" : $"`{shown}`";
            text.Append($"| `{prefix}{option.Key}` | {Cell(option.Type.Label)} | {Cell(cell)} | {Cell(option.Description)} |\n");
            var items = option.Type.Item;
            if (ShapeOf(items ?? option.Type) is { } nested && nested != RecordShape.Of(typeof(ModelCard)) && nested != shape)
                Rows(text, nested, (items == null ? value : null) ?? nested.Standard, $"{prefix}{option.Key}{(items == null ? "" : "[]")}.");
        }
    }

    private static RecordShape? ShapeOf(OptionType type) => type switch
    {
        RecordType record => record.Shape,
        ShortFormType either => either.Long.Shape,
        _ => null,
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
