using System.Collections.Immutable;

namespace Sluice.Core.Config.Binding;

/// <summary>Which way of writing a .NET type has.</summary>
internal static class OptionTypes
{
    /// <summary>The way a type is written; null when there is none.</summary>
    /// <param name="type">Not nullable.</param>
    /// <param name="limits">What its property's attributes ask.</param>
    public static OptionType? For(Type type, Limits limits)
    {
        if (type == typeof(double) && limits.IsFraction) return new ScalarType(ScalarKinds.Fraction, limits);
        if (ScalarKinds.Of(type) is { } kind) return new ScalarType(kind, limits);
        if (type == typeof(TextOrList)) return new TextOrListType();
        if (type.IsEnum) return new EnumType(type);
        if (ItemOf(type) is { } item) return Make(typeof(ListType<>), item, limits, type.IsArray);
        if (ValueOf(type) is { } value) return Make(typeof(DictionaryType<>), value, limits);
        if (type.Namespace is "System" || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true) return null;
        return type is { IsClass: true, IsAbstract: false } && type.GetConstructor([]) != null ? new RecordType(type) : null;
    }

    private static OptionType? Make(Type open, Type item, Limits limits, params object[] more)
        => For(item, limits) is { } inner ? (OptionType)Activator.CreateInstance(open.MakeGenericType(item), [inner, .. more])! : null;

    private static Type? ItemOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (!type.IsGenericType) return null;
        var open = type.GetGenericTypeDefinition();
        return open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IEnumerable<>)
            || open == typeof(ImmutableArray<>) ? type.GetGenericArguments()[0] : null;
    }

    private static Type? ValueOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            && type.GetGenericArguments()[0] == typeof(string) ? type.GetGenericArguments()[1] : null;
}
