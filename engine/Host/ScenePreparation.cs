using Sluice.Core.Config;
using Sluice.Core.Stages.Decode;
using Sluice.Host.Output;
using Spectre.Console;

namespace Sluice.Host;

/// <summary>Renders the scenes a graph names before it starts, and shows how far it is.</summary>
internal static class ScenePreparation
{
    /// <summary>Renders what is missing.</summary>
    public static async Task RunAsync(GraphConfig graph, SceneCache scenes, CancellationToken stop)
    {
        var missing = graph.Sources.Where(static source => source.Kind == SourceKind.Scene).Select(static source => source.Uri).Distinct()
            .Where(uri => !File.Exists(scenes.PathOf(uri))).ToList();
        await RunAsync(missing, scenes.Render, stop);
    }

    /// <summary>Renders scenes.</summary>
    /// <param name="missing">Their addresses; none is no work.</param>
    /// <param name="render">Renders one; told to how far it is, 0 to 1.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task RunAsync(IReadOnlyList<string> missing, Action<string, IProgress<double>, CancellationToken> render, CancellationToken stop)
    {
        if (missing.Count == 0) return;
        var console = ErrorConsole.Create();
        console.MarkupLineInterpolated($"Rendering {missing.Count} clips of the procedural scene; this happens once.");
        await console.Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => Task.WhenAll(missing.Select(uri =>
            {
                var task = progress.AddTask(Markup.Escape(uri), maxValue: 1);
                return Task.Run(() => render(uri, new Setter(share => task.Value = share), stop), stop);
            })));
    }

    // Progress<T> would post to the thread pool, and a late report could move the bar back.
    private sealed class Setter(Action<double> set) : IProgress<double>
    {
        public void Report(double value) => set(value);
    }
}
