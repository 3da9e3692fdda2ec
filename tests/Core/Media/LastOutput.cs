using Sluice.Abstractions;

namespace Sluice.Tests.Media;

/// <summary>Keeps the last frame emitted and counts all.</summary>
internal sealed class LastOutput : IStageOutput
{
    private Frame? _last;

    public int Count { get; private set; }

    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        _last?.Dispose();
        _last = frame;
        Count++;
        return ValueTask.CompletedTask;
    }

    /// <summary>Hands the last frame over to the caller.</summary>
    public Frame Take()
    {
        var frame = _last ?? throw new InvalidOperationException("Nothing was emitted.");
        _last = null;
        return frame;
    }
}
