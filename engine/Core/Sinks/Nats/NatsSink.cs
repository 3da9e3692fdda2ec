using System.Buffers;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Store;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Tells whoever listens what happens: a summary of each source on an interval and at its end, each keyframe and event at once.</summary>
internal sealed class NatsSink(StageContext context, NatsOptions options) : IFrameStage, ISink
{
    private readonly string _prefix = $"{options.Subject}.{NatsEncoder.Token(context.Engine)}";

    // Guards the summaries: the timer runs beside the calls of the engine, and those of several sources run beside each other.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SourceSummary> _sources = [];
    private NatsConnection? _connection;
    private WatchedServer? _server;
    private ITimer? _timer;
    private long _accepted;

    public SinkCounts Counts => new(Interlocked.Read(ref _accepted), _connection?.Confirmed ?? 0, 0);

    public async ValueTask StartAsync(CancellationToken stop)
    {
        (var endpoints, _server) = await NatsServers.OpenAsync(options.Url, context, stop);
        _connection = new(new() { Servers = endpoints, Name = $"sluice {context.Engine} {context.Id}", BufferBytes = options.Queue.Bytes }, context.Log);
        try
        {
            await _connection.StartAsync(stop);
        }
        catch (IOException fault)
        {
            // An outage at the start is an outage like any other. A server that refuses is a mistake in the graph.
            context.Log.Warn($"{fault.Message} Messages wait in memory until it can be.");
        }

        _timer = context.Time.CreateTimer(static state => ((NatsSink)state!).OnTick(), this, options.Interval, options.Interval);
    }

    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        SourceSummary? summary;
        lock (_gate)
        {
            var source = frame.Info.Source;
            if (!_sources.TryGetValue(source, out summary))
                _sources.Add(source, summary = new(context.Engine, source, context.Time.GetUtcNow()));
            summary.Add(frame);
        }

        if (!frame.Events.IsEmpty) return TellAllAsync(frame, summary, stop);
        return frame.Keyframe is { } keyframe ? TellAsync(frame, keyframe, stop) : ValueTask.CompletedTask;
    }

    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        var bytes = new ArrayBufferWriter<byte>();
        lock (_gate)
        {
            if (!_sources.Remove(source, out var summary)) return;
            using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
            summary.Write(json, context.Time.GetUtcNow(), isLast: true);
        }

        await PublishAsync("summary", source, bytes.WrittenMemory, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer != null) await _timer.DisposeAsync();
        if (_connection != null)
        {
            OnTick();
            await DrainAsync(_connection);
            await _connection.DisposeAsync();
        }

        if (_server != null) await _server.DisposeAsync();
    }

    private async ValueTask TellAllAsync(Frame frame, SourceSummary summary, CancellationToken stop)
    {
        var bytes = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        foreach (var happened in frame.Events)
        {
            lock (_gate)
                if (!summary.IsNew(happened)) continue;
            bytes.ResetWrittenCount();
            json.Reset();
            FrameJson.WriteEvent(json, frame, happened);
            await json.FlushAsync(stop);
            await PublishAsync("event", frame.Info.Source, bytes.WrittenMemory, stop);
        }

        if (frame.Keyframe is { } keyframe) await TellAsync(frame, keyframe, stop);
    }

    private async ValueTask TellAsync(Frame frame, Keyframe keyframe, CancellationToken stop)
    {
        var bytes = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(bytes, FrameJson.Options))
            FrameJson.WriteKeyframe(json, frame, keyframe, withDetections: true);
        await PublishAsync("keyframe", frame.Info.Source, bytes.WrittenMemory, stop);
    }

    private async ValueTask PublishAsync(string kind, string source, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        await _connection!.PublishAsync($"{_prefix}.{kind}.{NatsEncoder.Token(source)}", payload, stop);
        Interlocked.Increment(ref _accepted);
    }

    private void OnTick()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        lock (_gate)
        {
            foreach (var (source, summary) in _sources)
            {
                bytes.ResetWrittenCount();
                json.Reset();
                var now = context.Time.GetUtcNow();
                summary.Write(json, now, isLast: false);
                json.Flush();
                // While there is no room the window grows instead, and nothing is missing from its counts.
                if (_connection!.TryPublish(new($"{_prefix}.summary.{NatsEncoder.Token(source)}", bytes.WrittenSpan)) != OutboxAnswer.Taken) continue;
                summary.Reset(now);
                Interlocked.Increment(ref _accepted);
            }
        }
    }

    private async Task DrainAsync(NatsConnection connection)
    {
        try
        {
            await connection.FlushAsync(CancellationToken.None).WaitAsync(options.FlushTimeout, context.Time);
        }
        catch (TimeoutException)
        {
            context.Log.Error($"{connection.Waiting} messages did not reach the server within {options.FlushTimeout.TotalSeconds:0.#} s of the end and are lost.");
        }
    }
}
