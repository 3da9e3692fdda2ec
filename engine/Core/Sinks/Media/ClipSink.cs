using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode.History;

namespace Sluice.Core.Sinks.Media;

/// <summary>Clips of each source around what happens in it, and passes frames on.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="options">What to clip and where to.</param>
internal sealed class ClipSink(StageContext context, ClipOptions options) : IFrameStage, ISink
{
    // Frames come late by what the graph holds of them; packets have to wait that long for their trigger.
    private const double GraphSeconds = 15;

    private readonly ConcurrentDictionary<string, SourceClips> _sources = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public SinkCounts Counts => new(_sources.Values.Sum(static s => s.Begun), _sources.Values.Sum(static s => s.Written), 0)
    {
        Dropped = _sources.Values.Sum(static s => s.Missed),
    };

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(context.Resolve(options.To));
        UnfinishedClips.Adopt(context.Resolve(options.To), context.Log);
        foreach (var source in context.Sources) Of(source);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        Of(frame.Info.Source).Take(frame);
        return output.EmitAsync(frame.Share(), stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (_sources.TryGetValue(source, out var clips)) clips.EndSource();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var clips in _sources.Values)
        {
            clips.End();
            clips.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private SourceClips Of(string source) => _sources.GetOrAdd(source, static (id, sink) => sink.Make(id), this);

    private SourceClips Make(string source)
    {
        var histories = (PacketHistories?)context.Services.GetService(typeof(PacketHistories))
            ?? throw new InvalidOperationException("clip: this engine keeps no packets.");
        var history = histories.Keep(source, options.Pre.TotalSeconds + GraphSeconds, options.Memory.Bytes);
        return new SourceClips(context, options, history);
    }
}
