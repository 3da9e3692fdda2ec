using Microsoft.Extensions.Logging;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Host;

/// <summary>Loads a graph again whenever its file changes, and tells what came of it.</summary>
/// <param name="path">The file.</param>
/// <param name="changes">Watches it since before it was first loaded.</param>
/// <param name="load">Loads it, given the sources there were before.</param>
/// <param name="reloader">Applies it.</param>
/// <param name="log">Where the lines go.</param>
internal sealed partial class GraphWatch(
    string path, FileChanges changes, Func<IReadOnlyCollection<string>, GraphConfig> load, GraphReloader reloader, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Settle = TimeSpan.FromMilliseconds(200);

    /// <summary>Begins to watch a graph's file; to be called before it is loaded.</summary>
    public static FileChanges Begin(string path) => new(path, Every, Settle, TimeProvider.System);

    /// <summary>Watches until it is told to stop, or the file is faulty and that is to end it.</summary>
    /// <param name="endsOnFault">Whether a faulty file ends it.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Whether a faulty file ended it.</returns>
    public async Task<bool> RunAsync(bool endsOnFault, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await changes.NextAsync(stop);
                if (!await ReloadAsync(stop) && endsOnFault) return true;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> ReloadAsync(CancellationToken stop)
    {
        GraphConfig next;
        try
        {
            next = load([.. reloader.Graph.Sources.Select(static source => source.Id)]);
        }
        catch (ConfigException fault)
        {
            foreach (var error in fault.Errors) LogError(log, error.ToString());
            LogKept(log, path);
            return false;
        }

        var notes = await reloader.ApplyAsync(next, stop);
        foreach (var note in notes)
        {
            if (note.IsDone) LogDone(log, note.Text);
            else LogNotDone(log, note.Text);
        }

        if (notes.Count == 0) LogNothing(log, path);
        return true;
    }

    [LoggerMessage(3951, LogLevel.Information, "{Text}")]
    private static partial void LogDone(ILogger logger, string text);

    [LoggerMessage(3952, LogLevel.Warning, "{Text}")]
    private static partial void LogNotDone(ILogger logger, string text);

    [LoggerMessage(3953, LogLevel.Error, "{Text}")]
    private static partial void LogError(ILogger logger, string text);

    [LoggerMessage(3954, LogLevel.Error, "{File} cannot be used as it is now; the graph that runs is kept.")]
    private static partial void LogKept(ILogger logger, string file);

    [LoggerMessage(3955, LogLevel.Information, "{File} was written and says nothing new.")]
    private static partial void LogNothing(ILogger logger, string file);
}
