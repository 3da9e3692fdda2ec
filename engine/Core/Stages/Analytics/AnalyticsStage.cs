using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Watches zones and lines, each source by itself.</summary>
internal sealed class AnalyticsStage(StageContext context, AnalyticsOptions options) : IFrameStage
{
    private readonly ConcurrentDictionary<string, SourceAnalytics> _sources = new(StringComparer.Ordinal);
    private readonly Func<string, SourceAnalytics> _make = source => new(options, source, context.Time.TimestampFrequency);

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        foreach (var zone in options.Zones) Warn("zone", zone.Name, zone.Sources);
        foreach (var line in options.Lines) Warn("line", line.Name, line.Sources);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var source = _sources.GetOrAdd(frame.Info.Source, _make);
        var events = source.Update(frame);
        return output.EmitAsync(frame.WithPlaces(events, source.Places), stop);
    }

    /// <inheritdoc/>
    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        _sources.TryRemove(source, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Warn(string kind, string name, IReadOnlyList<string> sources)
    {
        foreach (var source in sources)
            if (!context.Sources.Contains(source))
                context.Log.Warn($"The {kind} '{name}' is for the source '{source}', whose frames do not come here.");
    }
}
