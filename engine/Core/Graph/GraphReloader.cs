using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>
/// Brings a running engine to later versions of its graph: sources are added, replaced and removed, all else waits for a restart. Sources
/// that were added otherwise stay unless the graph names them.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="started">The version it was started with.</param>
/// <param name="prepare">Makes ready what a source needs before it can be opened, such as a rendered scene; null for nothing.</param>
public sealed class GraphReloader(Engine engine, GraphConfig started, Func<SourceConfig, CancellationToken, Task>? prepare = null)
{
    private readonly GraphConfig _started = started;
    private IReadOnlyList<string> _waiting = [];

    /// <summary>The version whose sources were applied last.</summary>
    public GraphConfig Graph { get; private set; } = started;

    /// <summary>Applies a later version; one call at a time.</summary>
    /// <param name="next">A checked graph.</param>
    /// <param name="stop">Gives up what has not begun.</param>
    /// <returns>What was done and what was not, a line each; empty when nothing is new.</returns>
    public async Task<IReadOnlyList<ReloadNote>> ApplyAsync(GraphConfig next, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(next);
        var diff = GraphDiff.Of(Graph, next);
        var there = engine.SourceConfigs.Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);

        // All at once: one that drains long does not hold up the others.
        var done = await Task.WhenAll([
            .. diff.Removed.Where(there.Contains).Select(id => DoAsync(new(next.File, 0, 0), $"source '{id}' was removed",
                async () => await engine.RemoveSourceAsync(id))),
            .. diff.Added.Concat(diff.Changed).Select(source => DoAsync(source.At, $"source '{source.Id}' was {(there.Contains(source.Id) ? "replaced" : "added")}",
                async () =>
                {
                    if (prepare != null) await prepare(source, stop);
                    if (there.Contains(source.Id)) await engine.ReplaceSourceAsync(source, next);
                    else engine.AddSource(source, next);
                })),
        ]);
        Graph = next;
        return [.. Waiting(next), .. done];
    }

    // What a restart would change is said when it changes: not at every save.
    private List<ReloadNote> Waiting(GraphConfig next)
    {
        List<string> waiting = [.. GraphDiff.Of(_started, next).Restart.Select(static warning => warning.ToString())];
        var before = _waiting;
        _waiting = waiting;
        if (waiting.Count == 0 && before.Count > 0) return [new(true, $"{next.File}: nothing needs a restart any more")];
        return waiting.SequenceEqual(before) ? [] : waiting.ConvertAll(static text => new ReloadNote(false, text));
    }

    private static async Task<ReloadNote> DoAsync(TextLocation at, string what, Func<Task> change)
    {
        try
        {
            await change();
            return new(true, $"{at}: {what}");
        }
        catch (Exception fault)
        {
            return new(false, $"{at}: {Secrets.MaskUris(fault.Message)}");
        }
    }
}
