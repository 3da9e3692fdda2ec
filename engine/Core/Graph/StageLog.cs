using Microsoft.Extensions.Logging;
using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>A stage's log, on the engine's loggers.</summary>
/// <param name="log">The logger of the stage's category.</param>
internal sealed class StageLog(ILogger log) : IStageLog
{
    /// <inheritdoc/>
    public void Info(string message) => GraphLog.StageInfo(log, message);

    /// <inheritdoc/>
    public void Warn(string message) => GraphLog.StageWarning(log, message);

    /// <inheritdoc/>
    public void Error(string message, Exception? fault = null) => GraphLog.StageError(log, message, fault);
}
