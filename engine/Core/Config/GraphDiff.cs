using System.Collections.Immutable;

namespace Sluice.Core.Config;

/// <summary>What a later version of a graph changes, for an engine that runs the earlier one.</summary>
public sealed record GraphDiff
{
    /// <summary>Sources that are new.</summary>
    public ImmutableArray<SourceConfig> Added { get; private init; } = [];

    /// <summary>Ids of sources that are gone.</summary>
    public ImmutableArray<string> Removed { get; private init; } = [];

    /// <summary>Sources that are configured differently now.</summary>
    public ImmutableArray<SourceConfig> Changed { get; private init; } = [];

    /// <summary>Changes that a running engine cannot take, each with its place.</summary>
    public ImmutableArray<ConfigWarning> Restart { get; private init; } = [];

    /// <summary>Whether the two say the same.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty && Restart.IsEmpty;

    /// <summary>Compares two versions of a graph.</summary>
    /// <param name="before">The version that runs.</param>
    /// <param name="after">The later one, checked.</param>
    public static GraphDiff Of(GraphConfig before, GraphConfig after)
    {
        var old = before.Sources.ToDictionary(static s => s.Id, StringComparer.Ordinal);
        var added = after.Sources.Where(s => !old.ContainsKey(s.Id)).ToImmutableArray();
        var removed = before.Sources.Select(static s => s.Id).Except(after.Sources.Select(static s => s.Id)).ToImmutableArray();
        var changed = after.Sources.Where(s => old.TryGetValue(s.Id, out var was) && !SameValues.Are(was, s)).ToImmutableArray();
        var moved = added.Select(static s => s.Id).Concat(removed).Concat(changed.Select(static s => s.Id)).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Added = added,
            Removed = removed,
            Changed = changed,
            Restart = [.. OfEngine(before, after), .. OfModels(before, after), .. OfStages(before, after, moved)],
        };
    }

    private static IEnumerable<ConfigWarning> OfEngine(GraphConfig before, GraphConfig after)
    {
        foreach (var property in typeof(EngineConfig).GetProperties())
            if (!SameValues.Are(property.GetValue(before.Engine), property.GetValue(after.Engine)))
                yield return NeedsRestart(after.EngineAt, $"engine.{Snake.Case(property.Name)} has changed");
    }

    private static IEnumerable<ConfigWarning> OfModels(GraphConfig before, GraphConfig after)
    {
        var old = before.Models.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        foreach (var model in after.Models)
        {
            if (!old.Remove(model.Id, out var was)) yield return NeedsRestart(model.At, $"model '{model.Id}' is new");
            else if (!SameValues.Are(was, model)) yield return NeedsRestart(model.At, $"model '{model.Id}' has changed");
        }

        foreach (var gone in old.Keys) yield return NeedsRestart(new(after.File, 0, 0), $"model '{gone}' is gone");
    }

    private static IEnumerable<ConfigWarning> OfStages(GraphConfig before, GraphConfig after, HashSet<string> moved)
    {
        var old = before.Stages.ToDictionary(static s => s.Id, StringComparer.Ordinal);
        foreach (var stage in after.Stages)
        {
            if (!old.Remove(stage.Id, out var was)) yield return NeedsRestart(stage.At, $"stage '{stage.Id}' is new");
            else if (was.Factory.Use != stage.Factory.Use) yield return NeedsRestart(stage.At, $"stage '{stage.Id}' is now '{stage.Factory.Use}', and was '{was.Factory.Use}'");
            else if (!SameValues.Are(was.Options, stage.Options)) yield return NeedsRestart(stage.At, $"stage '{stage.Id}' has other options");
            else if (!SameValues.Are(Fixed(was, moved), Fixed(stage, moved)))
                yield return NeedsRestart(stage.From.IsEmpty ? stage.At : stage.From[0].At, $"stage '{stage.Id}' takes its frames from elsewhere");
        }

        foreach (var gone in old.Keys) yield return NeedsRestart(new(after.File, 0, 0), $"stage '{gone}' is gone");
    }

    // Links to sources that come, go or start anew are made and taken away with them.
    private static List<LinkConfig> Fixed(StageConfig stage, HashSet<string> moved) => [.. stage.From.Where(link => !moved.Contains(link.Stage))];

    private static ConfigWarning NeedsRestart(TextLocation at, string what) => new(at, $"{what}: needs a restart; it goes on as it was until then");
}
