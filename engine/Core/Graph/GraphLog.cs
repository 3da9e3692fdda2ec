using Microsoft.Extensions.Logging;

namespace Sluice.Core.Graph;

/// <summary>The graph's messages, 2100 to 2199.</summary>
internal static partial class GraphLog
{
    [LoggerMessage(2100, LogLevel.Information, "Graph of {Sources} sources and {Stages} stages runs.")]
    public static partial void Running(ILogger log, int sources, int stages);

    [LoggerMessage(2101, LogLevel.Information, "Stopping: frames in flight have {Drain} to finish.")]
    public static partial void Stopping(ILogger log, TimeSpan drain);

    [LoggerMessage(2102, LogLevel.Warning, "Frames in flight did not finish in {Drain}; the rest is dropped.")]
    public static partial void DrainTimedOut(ILogger log, TimeSpan drain);

    [LoggerMessage(2103, LogLevel.Error, "Source '{Source}' ended with a fault nobody expected.")]
    public static partial void SourceFailed(ILogger log, string source, Exception fault);

    [LoggerMessage(2104, LogLevel.Warning, "Source '{Source}': {Frames} frames were never returned by the stages that held them.")]
    public static partial void FramesKept(ILogger log, string source, long frames);

    [LoggerMessage(2105, LogLevel.Warning, "Source '{Source}' does not stop and is left behind.")]
    public static partial void SourceStuck(ILogger log, string source);

    [LoggerMessage(2106, LogLevel.Information, "Source '{Source}' was added.")]
    public static partial void SourceAdded(ILogger log, string source);

    [LoggerMessage(2107, LogLevel.Information, "Source '{Source}' was removed after {Frames} frames.")]
    public static partial void SourceRemoved(ILogger log, string source, long frames);

    [LoggerMessage(2110, LogLevel.Error, "Stage '{Stage}' failed; its frame counts as failed and it goes on. {Unsaid} faults like it went unsaid.")]
    public static partial void StageFailed(ILogger log, string stage, long unsaid, Exception fault);

    [LoggerMessage(2111, LogLevel.Warning, "Stage '{Stage}' takes longer than {Deadline} for one call and was asked to stop; its frames count as failed.")]
    public static partial void StageOverdue(ILogger log, string stage, TimeSpan deadline);

    [LoggerMessage(2112, LogLevel.Error, "Stage '{Stage}' hangs: {Hung} of {Runs} runs do not come back from a call. Once none is left, frames count as failed there until one does; the other stages go on.")]
    public static partial void StageHung(ILogger log, string stage, int hung, int runs);

    [LoggerMessage(2113, LogLevel.Warning, "Stage '{Stage}' came back and takes frames again.")]
    public static partial void StageBack(ILogger log, string stage);

    [LoggerMessage(2114, LogLevel.Warning, "Stage '{Stage}' failed while it was being disposed.")]
    public static partial void DisposeFailed(ILogger log, string stage, Exception fault);

    [LoggerMessage(2115, LogLevel.Warning, "Stage '{Stage}' is not disposed: a call is still inside it.")]
    public static partial void NotDisposed(ILogger log, string stage);

    [LoggerMessage(2116, LogLevel.Error, "The watchdog over the stages failed.")]
    public static partial void WatchdogFailed(ILogger log, Exception fault);

    [LoggerMessage(2120, LogLevel.Information, "{Message}")]
    public static partial void StageInfo(ILogger log, string message);

    [LoggerMessage(2121, LogLevel.Warning, "{Message}")]
    public static partial void StageWarning(ILogger log, string message);

    [LoggerMessage(2122, LogLevel.Error, "{Message}")]
    public static partial void StageError(ILogger log, string message, Exception? fault);
}
