namespace Sluice.Core.Config.Binding;

/// <summary>Lets a mapping be written as one value: that of one of its keys.</summary>
/// <param name="property">The property the value is for.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShortFormAttribute(string property) : Attribute
{
    /// <summary>The property the value is for.</summary>
    public string Property { get; } = property;
}
