using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Delivery;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Posts what happens: events and keyframes of frames as they come, states of sources as a look each second finds them.</summary>
internal sealed class WebhookSink : IFrameStage, ISink
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly StageContext _context;
    private readonly WebhookOptions _options;
    private readonly WebhookBody _body;
    private readonly WebhookClient _client;
    private readonly HashSet<string> _kinds;

    // Guards what follows: calls for several sources run beside each other, and the look beside them.
    private readonly Lock _gate = new();
    private readonly Cooldowns _cooldowns;
    private readonly StateWatch _states;
    private readonly Dictionary<string, (SeenEvents Events, SeenFrames Keyframes)> _seen = new(StringComparer.Ordinal);
    private SinkSpool? _spool;
    private ITimer? _timer;
    private bool _disposed;

    public WebhookSink(StageContext context, WebhookOptions options)
    {
        (_context, _options, _body, _client, _kinds) = (context, options, new(options), new(options, context.Time), [.. options.Kinds]);
        (_cooldowns, _states) = (new(options.Cooldown, context.Time), new(options.States, options.Cooldown, context.Time));
    }

    public SinkCounts Counts => _spool?.Counts ?? default;

    public ValueTask StartAsync(CancellationToken stop)
    {
        _spool = SinkSpool.Open(_context, _options.Spool, _options.InFlight, _client.DeliverAsync);
        if (_options.On.Contains(WebhookTopic.States) && Engine != null)
            _timer = _context.Time.CreateTimer(static state => ((WebhookSink)state!).LookAtSources(), this, LookEvery, LookEvery);
        return ValueTask.CompletedTask;
    }

    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        if (_options.On.Contains(WebhookTopic.Events))
            foreach (var happened in frame.Events)
                if (Event(frame, happened) is { } message) await AddAsync(message, output, stop);
        if (_options.On.Contains(WebhookTopic.Keyframes) && frame.Keyframe is { } keyframe && Keyframe(frame, keyframe) is { } chosen) await AddAsync(chosen, output, stop);
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (_gate)
        {
            _seen.Remove(source);
            _cooldowns.Forget(source);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (_timer != null) await _timer.DisposeAsync();
        if (_spool != null)
        {
            await _spool.EndAsync(_options.FlushTimeout);
            await _spool.DisposeAsync();
        }

        _client.Dispose();
    }

    private EngineView? Engine => (EngineView?)_context.Services.GetService(typeof(EngineView));

    private WebhookMessage? Event(Frame frame, FrameEvent happened)
    {
        if (_kinds.Count > 0 && !_kinds.Contains(happened.Kind)) return null;
        long suppressed;
        lock (_gate)
            if (!Seen(frame.Info.Source).Events.IsFirst(happened) || !_cooldowns.Allows(frame.Info.Source, happened.Kind, out suppressed)) return null;
        var facts = FactsOf(frame.Info);
        facts["place"] = happened.Place;
        if (happened.Label != null) facts["label"] = happened.Label;
        if (happened.TrackId is { } track) facts["track"] = track.ToString(CultureInfo.InvariantCulture);
        if (happened.Direction != null) facts["direction"] = happened.Direction;
        if (happened.Reason != null) facts["reason"] = happened.Reason;
        return MessageOf("event", happened.Kind, frame.Info, suppressed, facts, json => FrameJson.WriteEvent(json, frame, happened));
    }

    private WebhookMessage? Keyframe(Frame frame, Keyframe keyframe)
    {
        long suppressed;
        lock (_gate)
            if (!Seen(frame.Info.Source).Keyframes.IsFirst(frame.Info.Index) || !_cooldowns.Allows(frame.Info.Source, "keyframe ", out suppressed)) return null;
        var facts = FactsOf(frame.Info);
        facts["score"] = keyframe.Score.ToString("0.###", CultureInfo.InvariantCulture);
        if (keyframe.Uri != null) facts["uri"] = keyframe.Uri;
        return MessageOf("keyframe", "keyframe", frame.Info, suppressed, facts, json =>
        {
            json.WriteStartObject();
            FrameJson.WriteKeyframeProperties(json, frame, keyframe, withDetections: true);
            json.WriteEndObject();
        });
    }

    private WebhookMessage MessageOf(
        string topic, string kind, FrameInfo frame, long suppressed, Dictionary<string, string> facts, Action<Utf8JsonWriter> write)
    {
        var details = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(details, FrameJson.Options)) write(json);
        return new()
        {
            Topic = topic,
            Kind = kind,
            Engine = _context.Engine,
            Source = frame.Source,
            At = frame.CapturedAt,
            Suppressed = suppressed,
            Facts = facts,
            Details = details.WrittenMemory,
        };
    }

    private static Dictionary<string, string> FactsOf(FrameInfo frame)
        => new() { ["frame"] = frame.Index.ToString(CultureInfo.InvariantCulture), ["id"] = frame.Id.ToString() };

    private (SeenEvents Events, SeenFrames Keyframes) Seen(string source)
    {
        if (!_seen.TryGetValue(source, out var seen)) _seen.Add(source, seen = (new(), new()));
        return seen;
    }

    private void LookAtSources()
    {
        if (Engine is not { } engine || _spool == null) return;
        var sources = engine.Snapshot().Sources;
        lock (_gate)
        {
            _states.Keep(sources.Select(static source => source.Id).ToHashSet(StringComparer.Ordinal));
            foreach (var source in sources)
            {
                if (!Concerns(engine, source.Id) || _states.Look(source.Id, source.Status.State) is not { } previous) continue;
                using var batch = BatchOf(MessageOf(source, previous));
                // While there is no room nothing is told; the state is looked at again.
                if (_spool.TryAdd(batch)) _states.Tell(source.Id, source.Status.State);
            }
        }
    }

    // Sources that were added while the engine runs are not in the graph.
    private bool Concerns(EngineView engine, string source)
        => _context.Sources.Contains(source) || engine.Config.Sources.All(known => known.Id != source);

    private WebhookMessage MessageOf(SourceSnapshot source, SourceState previous)
    {
        var state = Snake.Case(source.Status.State.ToString());
        var facts = new Dictionary<string, string> { ["state"] = state, ["previous"] = Snake.Case(previous.ToString()) };
        if (source.Status is { State: not SourceState.Running, LastError: { } error }) facts["reason"] = Secrets.MaskUris(error);
        return new()
        {
            Topic = "state",
            Kind = state,
            Engine = _context.Engine,
            Source = source.Id,
            At = source.Status.Since ?? _context.Time.GetUtcNow(),
            Facts = facts,
        };
    }

    private async ValueTask AddAsync(WebhookMessage message, IStageOutput call, CancellationToken stop)
    {
        using var batch = BatchOf(message);
        await _spool!.AddAsync(batch, call, stop);
    }

    private SpoolBatch BatchOf(WebhookMessage message)
    {
        var id = Guid.CreateVersion7(_context.Time.GetUtcNow());
        var batch = new SpoolBatch();
        batch.Add(WebhookEntry.Write(id, $"{message.Source}: {message.Kind}", _body.ContentType), _body.Write(message, id));
        return batch;
    }
}
