using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Tests.Sinks;

/// <summary>Keeps what a stage logs, and lets a test wait for a line.</summary>
internal sealed class RecordingLog : IStageLog
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public int Errors => Lines.Count(line => line.StartsWith("error ", StringComparison.Ordinal));

    public void Info(string message) => Lines.Enqueue("info " + message);

    public void Warn(string message) => Lines.Enqueue("warn " + message);

    public void Error(string message, Exception? fault = null) => Lines.Enqueue("error " + message + (fault == null ? "" : " " + fault.Message));

    public override string ToString() => string.Join('\n', Lines);
}
