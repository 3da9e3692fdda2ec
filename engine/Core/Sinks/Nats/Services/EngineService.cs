using System.Globalization;
using System.Text.Json;
using Sluice.Core.Sinks.Nats.Client;
using Sluice.Core.Sinks.Nats.JetStream;

namespace Sluice.Core.Sinks.Nats.Services;

/// <summary>
/// Answers NATS service discovery, so that <c>nats micro</c> and its like see the engine, with one endpoint: its health, now.
/// </summary>
/// <remarks>https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md</remarks>
internal sealed class EngineService : IDisposable
{
    private const string Name = "sluice";
    private const string Group = "q";
    private static readonly string Version = typeof(EngineService).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
    private readonly NatsConnection _connection;
    private readonly ServiceDescription _what;
    private readonly List<NatsSubscription> _subscriptions = [];
    private readonly DateTimeOffset _started;
    private long _requests;
    private long _errors;
    private long _ticks;
    private volatile string _lastError = "";

    /// <summary>Begins to answer.</summary>
    /// <param name="connection">Borrowed.</param>
    /// <param name="what">Who answers.</param>
    public EngineService(NatsConnection connection, ServiceDescription what)
    {
        (_connection, _what, _started) = (connection, what, connection.Time.GetUtcNow());
        Answer("PING", json => WriteHead(json, "ping_response"));
        Answer("INFO", WriteInfo);
        Answer("STATS", WriteStats);
        _subscriptions.Add(connection.Subscribe(what.Subject, Group, OnRequest));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    // $SRV.<verb>, $SRV.<verb>.<name>, $SRV.<verb>.<name>.<id>
    private void Answer(string verb, Action<Utf8JsonWriter> write)
    {
        foreach (var subject in new[] { $"$SRV.{verb}", $"$SRV.{verb}.{Name}", $"$SRV.{verb}.{Name}.{_what.Id}" })
            _subscriptions.Add(_connection.Subscribe(subject, handler: message => Reply(message, JetStreamClient.Json(json =>
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }))));
    }

    private void OnRequest(NatsMessage message)
    {
        var from = _connection.Time.GetTimestamp();
        Interlocked.Increment(ref _requests);
        try
        {
            Reply(message, JetStreamClient.Json(_what.WriteHealth));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            Interlocked.Increment(ref _errors);
            _lastError = fault.Message;
            Reply(message, default, new("Nats-Service-Error", "the health cannot be told"), new("Nats-Service-Error-Code", "500"));
        }

        Interlocked.Add(ref _ticks, _connection.Time.GetElapsedTime(from).Ticks);
    }

    // Full or gone, an answer is let go: whoever asked will ask again.
    private void Reply(NatsMessage message, ReadOnlyMemory<byte> payload, params ReadOnlySpan<NatsHeader> headers)
    {
        if (message.ReplyTo is { } reply && NatsEncoder.IsSubject(reply)) _connection.TryPublish(new(reply, payload.Span, null, headers));
    }

    private void WriteHead(Utf8JsonWriter json, string type)
    {
        json.WriteString("type"u8, $"io.nats.micro.v1.{type}");
        json.WriteString("name"u8, Name);
        json.WriteString("id"u8, _what.Id);
        json.WriteString("version"u8, Version);
        json.WriteStartObject("metadata"u8);
        foreach (var (name, value) in _what.Metadata) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private void WriteInfo(Utf8JsonWriter json)
    {
        WriteHead(json, "info_response");
        json.WriteString("description"u8, "A Sluice engine: video in, metadata out.");
        json.WriteStartArray("endpoints"u8);
        json.WriteStartObject();
        WriteEndpoint(json);
        json.WriteStartObject("metadata"u8);
        json.WriteString("schema"u8, "sluice.health.v1");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteStats(Utf8JsonWriter json)
    {
        WriteHead(json, "stats_response");
        json.WriteString("started"u8, _started.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteStartArray("endpoints"u8);
        json.WriteStartObject();
        WriteEndpoint(json);
        var (requests, time) = (Interlocked.Read(ref _requests), Interlocked.Read(ref _ticks) * TimeSpan.NanosecondsPerTick);
        json.WriteNumber("num_requests"u8, requests);
        json.WriteNumber("num_errors"u8, Interlocked.Read(ref _errors));
        json.WriteString("last_error"u8, _lastError);
        json.WriteNumber("processing_time"u8, time);
        json.WriteNumber("average_processing_time"u8, requests == 0 ? 0 : time / requests);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteEndpoint(Utf8JsonWriter json)
    {
        json.WriteString("name"u8, "health");
        json.WriteString("subject"u8, _what.Subject);
        json.WriteString("queue_group"u8, Group);
    }
}
