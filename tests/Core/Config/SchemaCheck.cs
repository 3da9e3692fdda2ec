using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Core.Config.Yaml;

namespace Sluice.Tests.Config;

/// <summary>Checks a YAML text against a schema, for the keywords our schemas use; any other keyword is a failure of the test.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "$defs", "title", "description", "$ref", "type", "const", "enum", "pattern", "minLength", "minimum", "maximum", "items",
        "minItems", "properties", "patternProperties", "additionalProperties", "required", "anyOf", "oneOf", "allOf", "if", "then",
    ];

    /// <summary>Whether the text is a graph by the schema.</summary>
    public bool Accepts(string yaml)
    {
        var errors = new List<Sluice.Core.Config.ConfigError>();
        var tree = YamlTreeReader.Read(yaml, "graph.yaml", errors);
        Assert.Empty(errors);
        return Accepts(root, Json(tree!));
    }

    private static JsonNode? Json(ConfigNode node) => node switch
    {
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        MappingNode mapping => new JsonObject(mapping.Entries.Select(e => KeyValuePair.Create(e.Key, Json(e.Value)))),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Written: "true" or "false" } truth => JsonValue.Create(truth.Written == "true"),
        ScalarNode scalar when double.TryParse(scalar.Written, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(((ScalarNode)node).Written),
    };

    private bool Accepts(JsonNode schema, JsonNode? value)
    {
        var rule = (JsonObject)schema;
        foreach (var (keyword, argument) in rule)
        {
            Assert.Contains(keyword, Known);
            if (!Keeps(rule, keyword, argument!, value)) return false;
        }

        return true;
    }

    private bool Keeps(JsonObject rule, string keyword, JsonNode argument, JsonNode? value) => keyword switch
    {
        "$ref" => Accepts(root["$defs"]![((string)argument!)["#/$defs/".Length..]]!, value),
        "type" => argument is JsonArray types ? types.Any(t => IsType((string)t!, value)) : IsType((string)argument!, value),
        "const" => Same(argument, value),
        "enum" => ((JsonArray)argument).Any(e => Same(e!, value)),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, (string)argument!),
        "minLength" => Text(value) is not { } text || text.Length >= (int)argument,
        "minimum" => Number(value) is not { } number || number >= Number(argument),
        "maximum" => Number(value) is not { } number || number <= Number(argument),
        "minItems" => value is not JsonArray items || items.Count >= (int)argument,
        "items" => value is not JsonArray items || items.All(i => Accepts(argument, i)),
        "required" => value is not JsonObject mapping || ((JsonArray)argument).All(k => mapping.ContainsKey((string)k!)),
        "properties" => value is not JsonObject mapping
            || mapping.All(p => argument[p.Key] is not { } schema || Accepts(schema, p.Value)),
        "additionalProperties" => value is not JsonObject mapping || Rest(rule, mapping).All(p => argument is JsonObject && Accepts(argument, p.Value)),
        "anyOf" => ((JsonArray)argument).Any(s => Accepts(s!, value)),
        "oneOf" => ((JsonArray)argument).Count(s => Accepts(s!, value)) == 1,
        "allOf" => ((JsonArray)argument).All(s => Accepts(s!, value)),
        "if" => !Accepts(argument, value) || Accepts(rule["then"]!, value),
        _ => true,
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Rest(JsonObject rule, JsonObject mapping)
        => mapping.Where(p => rule["properties"]?[p.Key] == null
            && !(rule["patternProperties"] is JsonObject patterns && patterns.Any(r => Regex.IsMatch(p.Key, r.Key))));

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "null" => value == null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) != null,
        "boolean" => value is JsonValue truth && truth.TryGetValue<bool>(out _),
        "integer" => Number(value) is { } number && number == Math.Floor(number),
        _ => Number(value) != null,
    };

    private static bool Same(JsonNode expected, JsonNode? value)
        => Number(expected) is { } number ? Number(value) == number : Text(expected) == Text(value);

    private static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var read) ? read : null;

    private static double? Number(JsonNode? value)
        => value is not JsonValue number ? null : number.TryGetValue<double>(out var d) ? d : number.TryGetValue<long>(out var l) ? l : number.TryGetValue<int>(out var i) ? i : null;
}
