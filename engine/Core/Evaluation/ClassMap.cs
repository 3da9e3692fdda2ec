using System.Collections.Immutable;

namespace Sluice.Core.Evaluation;

/// <summary>From the classes of truth to those of a model: by name where both have names, else by number. Counts what finds no place.</summary>
/// <param name="labels">The model's labels; empty when it has none.</param>
internal sealed class ClassMap(IReadOnlyList<string> labels)
{
    private readonly Dictionary<string, int> _ids = labels.Select((label, id) => (label, id))
        .DistinctBy(pair => pair.label, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.label, pair => pair.id, StringComparer.OrdinalIgnoreCase);

    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Objects that found no place, by name.</summary>
    public ImmutableSortedDictionary<string, int> LeftOut => _leftOut.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The model's class for one of the truth; null, and counted, when it has none.</summary>
    /// <param name="name">The class's name in the truth; null when it has only a number.</param>
    /// <param name="id">The class's number in the truth.</param>
    public int? Find(string? name, int id)
    {
        if (name == null ? id >= 0 && (labels.Count == 0 || id < labels.Count) : labels.Count == 0) return id;
        if (name != null && _ids.TryGetValue(name, out var found)) return found;
        var key = string.IsNullOrEmpty(name) ? $"class {id}" : name;
        _leftOut[key] = _leftOut.GetValueOrDefault(key) + 1;
        return null;
    }
}
