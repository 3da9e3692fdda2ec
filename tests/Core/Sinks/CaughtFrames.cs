using Sluice.Abstractions;

namespace Sluice.Tests.Sinks;

/// <summary>Keeps what a stage emits; dispose it.</summary>
internal sealed class CaughtFrames : IStageOutput, IDisposable
{
    public List<Frame> Frames { get; } = [];

    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        lock (Frames) Frames.Add(frame);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var frame in Frames) frame.Dispose();
    }
}
