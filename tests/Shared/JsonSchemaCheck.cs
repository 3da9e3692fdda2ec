using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Tests;

/// <summary>
/// Holds JSON against a JSON Schema, as far as the schemas in docs/schemas go; a keyword it does not know is an error, so that none is
/// passed over in silence.
/// </summary>
internal static class JsonSchemaCheck
{
    private static readonly HashSet<string> Words = ["$schema", "$id", "title", "description"];

    /// <summary>What is wrong, one line each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    /// <summary>The schema that a message of the engine names.</summary>
    public static JsonElement SchemaOf(JsonElement message)
    {
        var path = Path.Combine(Repository.Root, "docs/schemas", message.GetProperty("schema").GetString() + ".json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    private static void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var rule in schema.EnumerateObject())
            switch (rule.Name)
            {
                case "type": Must(IsOfType(value, rule.Value.GetString()!), $"is no {rule.Value}"); break;
                case "const": Must(JsonElement.DeepEquals(rule.Value, value), $"is not {rule.Value}"); break;
                case "enum": Must(rule.Value.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), $"is none of {rule.Value}"); break;
                case "minimum": Must(value.GetDouble() >= rule.Value.GetDouble(), $"is below {rule.Value}"); break;
                case "minItems": Must(value.GetArrayLength() >= rule.Value.GetInt32(), $"has fewer than {rule.Value}"); break;
                case "maxItems": Must(value.GetArrayLength() <= rule.Value.GetInt32(), $"has more than {rule.Value}"); break;
                case "pattern": Must(Regex.IsMatch(value.GetString()!, rule.Value.GetString()!), $"does not match {rule.Value}"); break;
                case "format": Must(IsOfFormat(value.GetString()!, rule.Value.GetString()!), $"is no {rule.Value}"); break;
                case "required":
                    foreach (var name in rule.Value.EnumerateArray()) Must(value.TryGetProperty(name.GetString()!, out _), $"has no {name}");
                    break;
                case "properties" or "additionalProperties": break;
                case "items":
                    for (var i = 0; i < value.GetArrayLength(); i++) Check(rule.Value, value[i], $"{at}[{i}]", faults);
                    break;
                default: Must(Words.Contains(rule.Name), $"the schema has the keyword '{rule.Name}', which nobody checks"); break;
            }

        if (value.ValueKind == JsonValueKind.Object) CheckProperties(schema, value, at, faults);

        void Must(bool holds, string otherwise)
        {
            if (!holds) faults.Add($"{at}: {value.GetRawText()} {otherwise}");
        }
    }

    private static void CheckProperties(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        schema.TryGetProperty("additionalProperties", out var others);
        foreach (var property in value.EnumerateObject())
        {
            var place = $"{at}.{property.Name}";
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(property.Name, out var rule)) Check(rule, property.Value, place, faults);
            else if (others.ValueKind == JsonValueKind.Object) Check(others, property.Value, place, faults);
            else if (others.ValueKind == JsonValueKind.False) faults.Add($"{place}: is in no schema");
        }
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static bool IsOfFormat(string text, string format) => format == "uuid"
        ? Guid.TryParse(text, out _)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.EndsWith('Z');
}
