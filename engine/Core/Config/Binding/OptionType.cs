using System.Text.Json.Nodes;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>One type a value of the configuration may have: how it is read, described and shown.</summary>
internal abstract class OptionType
{
    /// <summary>What it is called in tables, such as <c>duration</c>.</summary>
    public abstract string Label { get; }

    /// <summary>What an error expects, limits included, such as <c>a whole number from 1 to 64</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Of a list, the type of its items; null otherwise.</summary>
    public virtual OptionType? Item => null;

    /// <summary>Reads a value.</summary>
    /// <param name="node">As written.</param>
    /// <param name="place">Names it in errors.</param>
    /// <param name="binder">Takes errors and references.</param>
    /// <param name="standard">The default, which a nested mapping changes in part; null for none.</param>
    /// <param name="value">The value, when the answer is true.</param>
    /// <returns>Whether it could be read; when not, an error was added.</returns>
    public abstract bool TryBind(ConfigNode node, Place place, Binder binder, object? standard, out object? value);

    /// <summary>Its JSON Schema.</summary>
    /// <param name="definitions">Takes the schemas of nested mappings, by name.</param>
    public abstract JsonObject Schema(SchemaDefinitions definitions);

    /// <summary>A default as the YAML would write it; null when there is nothing worth showing.</summary>
    public abstract string? Show(object? value);
}
