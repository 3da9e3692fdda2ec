using System.Text.Json.Nodes;

namespace Sluice.Core.Config.Binding;

/// <summary>A type written as one value: how it is read and spelt.</summary>
/// <param name="Label">What tables call it.</param>
/// <param name="Expected">What errors expect.</param>
/// <param name="Parse">Text to value; null when the text is not one.</param>
/// <param name="Schema">A new JSON Schema, without limits.</param>
internal sealed record ScalarKind(string Label, string Expected, Func<string, object?> Parse, Func<JsonObject> Schema)
{
    /// <summary>The value in the unit limits are in; null for types that have no limits.</summary>
    public Func<object, double>? Measure { get; init; }

    /// <summary>A bound as the YAML would write it.</summary>
    public Func<double, string> ShowBound { get; init; } = Units.Number;

    /// <summary>A value as the YAML would write it.</summary>
    public Func<object, string> Show { get; init; } = static value => value.ToString() ?? "";

    /// <summary>What to add to an error for a text that is nearly right; empty for nothing.</summary>
    public Func<string, string> Remedy { get; init; } = static _ => "";

    /// <summary>Whether limits go into the schema as numbers.</summary>
    public bool IsNumber { get; init; }
}
