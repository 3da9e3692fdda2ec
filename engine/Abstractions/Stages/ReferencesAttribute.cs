namespace Sluice.Abstractions;

/// <summary>Marks an option whose text must be the id of something the graph declares.</summary>
/// <param name="section">The graph's section: <c>models</c> or <c>sources</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferencesAttribute(string section) : Attribute
{
    /// <summary>The graph's section the id is looked for in.</summary>
    public string Section { get; } = section;
}
