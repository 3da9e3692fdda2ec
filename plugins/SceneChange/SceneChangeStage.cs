using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Plugins.SceneChange;

/// <summary>
/// Compares each frame with the one before, against how much the source's picture usually changes: a cut, a covered lens or a light
/// switched on stands out, traffic does not.
/// </summary>
internal sealed class SceneChangeStage(SceneChangeOptions options) : IFrameStage
{
    private readonly ConcurrentDictionary<string, SourceMemory> _sources = new();

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var score = Look(frame);
        return output.EmitAsync(score is { } found ? frame.With("scene_change", found) : frame.Share(), stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _sources.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private double? Look(Frame frame)
    {
        var memory = _sources.GetOrAdd(frame.Info.Source, static _ => new());
        if (!memory.Next.TryRead(frame.Picture)) return null;
        double? score = null;
        if (memory.HasPrevious)
        {
            var seconds = frame.Info.PtsSeconds ?? frame.Info.CapturedAt.ToUnixTimeMilliseconds() / 1000.0;
            score = memory.Judge(memory.Next.DifferenceTo(memory.Previous), seconds, options);
        }

        memory.Advance();
        return score is { } found ? Math.Round(found, 2) : null;
    }
}
