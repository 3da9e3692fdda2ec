using System.Text.Json.Nodes;

namespace Sluice.Core.Config.Binding;

/// <summary>The <c>$defs</c> of a schema: each mapping type once.</summary>
internal sealed class SchemaDefinitions
{
    private readonly Dictionary<Type, string> _names = [];

    public JsonObject All { get; } = [];

    /// <summary>A <c>$ref</c> to a type's schema, which is made the first time it is asked for.</summary>
    public JsonObject Reference(Type type, Func<JsonObject> make)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            name = Snake.Case(type.Name);
            for (var number = 2; All.ContainsKey(name); number++) name = $"{Snake.Case(type.Name)}_{number}";
            _names[type] = name;
            All[name] = new JsonObject();   // a type may hold itself
            All[name] = make();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
