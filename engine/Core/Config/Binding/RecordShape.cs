using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Sluice.Core.Config.Binding;

/// <summary>The keys of a record, read off its properties once.</summary>
internal sealed class RecordShape
{
    // Weak, so that a plugin's types can be unloaded.
    private static readonly ConditionalWeakTable<Type, RecordShape> Shapes = [];

    private readonly Type _type;
    private readonly MethodInfo? _clone;
    private object? _standard;

    private RecordShape(Type type)
    {
        _type = type;
        _clone = type.GetMethod("<Clone>$");
        Options = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .Where(p => p.GetCustomAttribute<BrowsableAttribute>() is not { Browsable: false })
            .Select(p => new OptionShape(p))];
        Keys = [.. Options.Select(o => o.Key)];
    }

    public IReadOnlyList<OptionShape> Options { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>An instance with all defaults; for documentation, never handed out.</summary>
    public object Standard => _standard ??= Create(null);

    /// <exception cref="NotSupportedException">The type has no parameterless constructor, or a property of a type YAML cannot hold.</exception>
    public static RecordShape Of(Type type) => Shapes.GetValue(type, static t => new(t));

    public OptionShape? Find(string key)
    {
        foreach (var option in Options)
            if (option.Key == key) return option;
        return null;
    }

    /// <summary>A new instance, or a copy of another.</summary>
    public object Create(object? copyOf)
    {
        if (copyOf != null && _clone != null) return _clone.Invoke(copyOf, null)!;
        return Activator.CreateInstance(_type) ?? throw new NotSupportedException($"{_type} has no parameterless constructor.");
    }

    public JsonObject Schema(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var option in Options)
        {
            properties[option.Key] = Describe(option, definitions);
            if (option.IsRequired) required.Add(option.Key);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0) schema["required"] = required;
        return schema;
    }

    private JsonObject Describe(OptionShape option, SchemaDefinitions definitions)
    {
        var schema = option.Type.Schema(definitions);
        var text = option.Description;
        if (option.Type.Show(option.Get(Standard)) is { } standard && !option.IsRequired) text = $"{text} Default: {standard}.".TrimStart();
        if (text.Length > 0) schema["description"] = text;
        return schema;
    }
}
