using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Abstractions;
using Sluice.Core.Config.Binding;

namespace Sluice.Core.Config;

/// <summary>Writes the JSON Schema of a graph, from the types that read it, so that an editor completes and checks YAML.</summary>
public static class SchemaWriter
{
    private const string LinkName = "link";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the schema.</summary>
    /// <param name="catalog">The kinds of stage a graph may use.</param>
    /// <returns>JSON Schema, draft 2020-12, ending in a line feed.</returns>
    public static string Write(StageCatalog catalog) => Build(catalog).ToJsonString(Indented) + "\n";

    internal static JsonObject Build(StageCatalog catalog)
    {
        var definitions = new SchemaDefinitions();
        var link = new RecordType(typeof(LinkOptions)).Schema(definitions);
        definitions.All[LinkName] = AnyOf(Text("A stage's id, a source's id, or \"*\" for all sources."), link);
        return new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Sluice graph",
            ["type"] = "object",
            ["required"] = new JsonArray("version", "sources", "stages"),
            ["additionalProperties"] = false,
            ["patternProperties"] = new JsonObject { ["^x-"] = Described([], "Yours: anchors, notes; not read.") },
            ["properties"] = new JsonObject
            {
                ["version"] = Described(new() { ["const"] = 1 }, "Version of this form."),
                ["engine"] = Described(
                    AnyOf(new RecordType(typeof(EngineConfig)).Schema(definitions), new() { ["type"] = "null" }), "Settings of the box as a whole."),
                ["sources"] = ListOf(new RecordType(typeof(SourceConfig)).Schema(definitions), "Cameras, files and folders; none only with engine.http or run --watch.", 0),
                ["models"] = ListOf(new RecordType(typeof(ModelConfig)).Schema(definitions), "Models, for stages to refer to.", 0),
                ["stages"] = ListOf(Stage(catalog, definitions), "What is done with the frames.", 1),
            },
            ["$defs"] = definitions.All,
        };
    }

    /// <summary>What every stage has, and for each kind its own closed set of keys.</summary>
    private static JsonObject Stage(StageCatalog catalog, SchemaDefinitions definitions)
    {
        var kinds = new JsonArray();
        foreach (var factory in catalog.Factories)
        {
            var name = $"stage_{factory.Use}";
            definitions.All[name] = KindOf(factory, definitions);
            kinds.Add(new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { ["use"] = new JsonObject { ["const"] = factory.Use } },
                    ["required"] = new JsonArray("use"),
                },
                ["then"] = new JsonObject { ["$ref"] = $"#/$defs/{name}" },
            });
        }

        return new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray("id", "use", "from"),
            ["properties"] = Common(new()
            {
                ["oneOf"] = new JsonArray([.. catalog.Factories.Select(f => Described(new() { ["const"] = f.Use }, f.Summary))]),
            }),
            ["allOf"] = kinds,
        };
    }

    private static JsonObject KindOf(StageFactory factory, SchemaDefinitions definitions)
    {
        var schema = RecordShape.Of(factory.OptionsType).Schema(definitions);
        var properties = Common(new() { ["const"] = factory.Use });
        foreach (var (key, value) in (JsonObject)schema["properties"]!) properties[key] = value!.DeepClone();
        schema["properties"] = properties;
        schema["description"] = factory.Summary;
        return schema;
    }

    private static JsonObject Common(JsonObject use) => new()
    {
        ["id"] = Described(new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_.-]+$" }, "Name of the stage; sources and stages share their names."),
        ["use"] = Described(use, "The kind of stage."),
        ["from"] = Described(
            AnyOf(
                new() { ["$ref"] = $"#/$defs/{LinkName}" },
                new() { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["$ref"] = $"#/$defs/{LinkName}" } }),
            "Where its frames come from."),
    };

    private static JsonObject ListOf(JsonObject item, string description, int least)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item };
        if (least > 0) list["minItems"] = least;
        return Described(list, description);
    }

    private static JsonObject Text(string description) => Described(new() { ["type"] = "string", ["minLength"] = 1 }, description);

    private static JsonObject AnyOf(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }
}
