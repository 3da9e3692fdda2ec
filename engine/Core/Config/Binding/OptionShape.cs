using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Sluice.Core.Config.Binding;

/// <summary>One key of a mapping: a property of its record.</summary>
internal sealed class OptionShape
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly PropertyInfo _property;

    public OptionShape(PropertyInfo property)
    {
        _property = property;
        Key = Snake.Case(property.Name);
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        var underlying = Nullable.GetUnderlyingType(property.PropertyType);
        IsNullable = underlying != null || (!property.PropertyType.IsValueType && MayBeNull(property));
        var type = OptionTypes.For(underlying ?? property.PropertyType, Limits.Of(property))
            ?? throw new NotSupportedException(
                $"{property.DeclaringType}.{property.Name} is a {property.PropertyType}, which cannot be written in YAML.");
        var shortForm = property.GetCustomAttribute<ShortFormAttribute>()?.Property;
        Type = shortForm != null && type is RecordType record ? new ShortFormType(record, shortForm) : type;
    }

    public string Key { get; }

    public string Description { get; }

    public bool IsRequired { get; }

    public bool IsNullable { get; }

    public OptionType Type { get; }

    public object? Get(object from) => _property.GetValue(from);

    /// <summary>Sets the property.</summary>
    /// <returns>True.</returns>
    public bool Set(object on, object? value)
    {
        _property.SetValue(on, value);
        return true;
    }

    // NullabilityInfoContext keeps a cache that is not safe for several threads.
    private static bool MayBeNull(PropertyInfo property)
    {
        lock (Nullability) return Nullability.Create(property).WriteState == NullabilityState.Nullable;
    }
}
