using Sluice.Abstractions;
using Sluice.Core.Config.Binding;

namespace Sluice.Core.Config;

/// <summary>The kinds of stage a graph may use: built-in ones and those of plugins.</summary>
public sealed class StageCatalog
{
    /// <summary>Keys that every stage has, which options therefore cannot be called.</summary>
    internal static readonly string[] StageKeys = ["id", "use", "from"];

    private readonly Dictionary<string, StageFactory> _byUse = new(StringComparer.Ordinal);

    /// <summary>Makes a catalog.</summary>
    /// <param name="factories">In the order schema and documentation list them.</param>
    /// <exception cref="ArgumentException">Two factories have the same <see cref="StageFactory.Use"/>.</exception>
    public StageCatalog(IEnumerable<StageFactory> factories)
    {
        Factories = [.. factories];
        foreach (var factory in Factories)
        {
            if (_byUse.TryAdd(factory.Use, factory)) continue;
            throw new ArgumentException(
                $"Two kinds of stage are called '{factory.Use}': {_byUse[factory.Use].GetType()} and {factory.GetType()}.", nameof(factories));
        }
    }

    /// <summary>All kinds, in order.</summary>
    public IReadOnlyList<StageFactory> Factories { get; }

    /// <summary>What a graph may write after <c>use:</c>, in order.</summary>
    public IEnumerable<string> Uses => Factories.Select(static f => f.Use);

    /// <summary>The kind of that name; null when there is none.</summary>
    /// <param name="use">What a graph writes after <c>use:</c>.</param>
    public StageFactory? Find(string use) => _byUse.GetValueOrDefault(use);

    /// <summary>This catalog and more kinds.</summary>
    /// <param name="more">Such as those of a plugin.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public StageCatalog With(IEnumerable<StageFactory> more) => new([.. Factories, .. more]);

    /// <summary>What is wrong with a kind of stage itself, whoever uses it; for checking plugins before they join a catalog.</summary>
    /// <param name="factory">The kind.</param>
    /// <returns>One sentence; null when it is sound.</returns>
    public static string? FaultOf(StageFactory factory)
    {
        if (string.IsNullOrEmpty(factory.Use) || factory.Use != Snake.Case(factory.Use)) return $"'{factory.Use}' is not a name in snake_case.";
        try
        {
            var shape = RecordShape.Of(factory.OptionsType);
            var taken = shape.Keys.FirstOrDefault(StageKeys.Contains);
            if (taken != null) return $"Its option '{taken}' has the name of a key that every stage has.";
            _ = shape.Standard;
            return null;
        }
        catch (Exception fault) when (fault is NotSupportedException or MissingMethodException)
        {
            return fault.Message;
        }
    }
}
