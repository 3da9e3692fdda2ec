using System.Collections;
using System.Reflection;

namespace Sluice.Core.Config;

/// <summary>Whether two parts of a configuration say the same, wherever they are written.</summary>
internal static class SameValues
{
    /// <summary>Compares texts, numbers, lists, dictionaries and records by what they hold; places in a file do not count.</summary>
    public static bool Are(object? one, object? other)
    {
        if (ReferenceEquals(one, other)) return true;
        if (one == null || other == null) return false;
        var type = one.GetType();
        if (type != other.GetType()) return one is IEnumerable list && one is not string && other is IEnumerable others and not string && Lists(list, others);
        if (one is string || type.IsPrimitive || type.IsEnum) return one.Equals(other);
        return one switch
        {
            TextLocation => true,
            Delegate or Type => one.Equals(other),
            IDictionary dictionary => Dictionaries(dictionary, (IDictionary)other),
            IEnumerable items => Lists(items, (IEnumerable)other),
            _ when type.Namespace == nameof(System) => one.Equals(other),
            _ => Members(type, one, other),
        };
    }

    private static bool Dictionaries(IDictionary one, IDictionary other)
    {
        if (one.Count != other.Count) return false;
        foreach (var key in one.Keys)
            if (!other.Contains(key) || !Are(one[key], other[key])) return false;
        return true;
    }

    private static bool Lists(IEnumerable one, IEnumerable other) => Items(one).SequenceEqual(Items(other), Comparer.Instance);

    // A default immutable array throws when it is walked.
    private static IEnumerable<object?> Items(IEnumerable list)
        => list.GetType().GetProperty("IsDefault") is { } isDefault && isDefault.GetValue(list) is true ? [] : list.Cast<object?>();

    private static bool Members(Type type, object one, object other)
    {
        var known = false;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanRead || property.GetIndexParameters().Length > 0) continue;
            known = true;
            if (!Are(property.GetValue(one), property.GetValue(other))) return false;
        }

        return known || one.Equals(other);
    }

    private sealed class Comparer : IEqualityComparer<object?>
    {
        public static readonly Comparer Instance = new();

        public new bool Equals(object? x, object? y) => Are(x, y);

        public int GetHashCode(object? obj) => 0;
    }
}
