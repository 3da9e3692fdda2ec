using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Abstractions;

namespace Sluice.Core.Config.Binding;

/// <summary>The types written as one value.</summary>
internal static class ScalarKinds
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A number that is a part of a whole: <c>0.1</c>, <c>1/10</c> or <c>10%</c>.</summary>
    public static ScalarKind Fraction { get; } = new("number or %", "a number or percentage", static t => Units.Fraction(t),
        static () => OneOf(new JsonObject { ["type"] = "number" }, Pattern(@"^[0-9.]+\s*(%|/\s*[0-9.]+)$")))
    {
        Measure = static v => (double)v,
        Show = static v => Units.Number((double)v),
    };

    private static readonly Dictionary<Type, ScalarKind> All = new()
    {
        [typeof(string)] = new("text", "a text", static t => t, static () => Typed("string")),
        [typeof(bool)] = new("true or false", "true or false", ReadBool, static () => Typed("boolean"))
        {
            Show = static v => (bool)v ? "true" : "false",
            Remedy = static t => t.ToLowerInvariant() switch
            {
                "yes" or "on" or "y" or "1" => "; write true",
                "no" or "off" or "n" or "0" => "; write false",
                _ => "",
            },
        },
        [typeof(int)] = Whole(static t => int.TryParse(t, NumberStyles.AllowLeadingSign, Invariant, out var v) ? v : null),
        [typeof(long)] = Whole(static t => long.TryParse(t, NumberStyles.AllowLeadingSign, Invariant, out var v) ? v : null),
        [typeof(double)] = new("number", "a number", static t => Units.Number(t),
            static () => OneOf(Typed("number"), Pattern(@"^-?[0-9.]+\s*/\s*[0-9.]+$")))
        {
            Measure = static v => (double)v,
            Show = static v => Units.Number((double)v),
        },
        [typeof(TimeSpan)] = new("duration", "a duration such as 20ms, 5s or 2m", static t => Units.Duration(t),
            static () => Pattern(Units.DurationPattern))
        {
            Measure = static v => ((TimeSpan)v).TotalSeconds,
            ShowBound = static v => Units.Duration(TimeSpan.FromSeconds(v)),
            Show = static v => Units.Duration((TimeSpan)v),
            Remedy = static t => Units.Number(t) == null ? "" : $"; write the unit: {t.Trim()}ms or {t.Trim()}s",
        },
        [typeof(ByteSize)] = new("size", "a size such as 64MiB or 2GiB", static t => ByteSize.TryParse(t, out var v) ? v : null,
            static () => Pattern(@"^[0-9]+(\.[0-9]+)?\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$"))
        {
            Measure = static v => ((ByteSize)v).Bytes,
            ShowBound = static v => new ByteSize((long)v).ToString(),
            Remedy = static t => Units.Number(t) == null ? "" : $"; write the unit: {t.Trim()}MiB",
        },
        [typeof(Budget)] = new("budget", "a rate such as 60/h or 5/min, or a count for the whole input",
            static t => Budget.TryParse(t, out var v) ? v : null,
            static () => OneOf(new JsonObject { ["type"] = "integer", ["minimum"] = 1 }, Pattern(@"^[0-9]+\s*/\s*(s|m|min|h|d)$"))),
        [typeof(LoopCount)] = new("true, false or count", "true, false or a number of passes from 1", static text => ReadLoop(text),
            static () => OneOf(Typed("boolean"), new JsonObject { ["type"] = "integer", ["minimum"] = 1 }))
        {
            Show = static v => (LoopCount)v is { IsEndless: true } ? "true" : (LoopCount)v == LoopCount.Once ? "false" : $"{((LoopCount)v).Passes}",
        },
    };

    /// <summary>The kind of a type; null when it is not written as one value.</summary>
    public static ScalarKind? Of(Type type) => All.GetValueOrDefault(type);

    private static ScalarKind Whole(Func<string, object?> parse) => new("whole number", "a whole number", parse, static () => Typed("integer"))
    {
        Measure = static v => Convert.ToDouble(v, Invariant),
        Show = static v => Convert.ToString(v, Invariant)!,
        IsNumber = true,
    };

    private static object? ReadBool(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    private static LoopCount? ReadLoop(string text)
    {
        if (ReadBool(text) is bool endless) return endless ? LoopCount.Endless : LoopCount.Once;
        return int.TryParse(text, NumberStyles.None, Invariant, out var passes) && passes > 0 ? new LoopCount(passes) : null;
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject OneOf(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };
}
