using System.Globalization;
using System.Text.Json;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>
/// Follows the subjects of a stream in order: first the last message of each, then what comes. The server's side of it (a consumer) is
/// made again from the next message when one is missing, when the server falls silent, and when the connection is another. Not thread-safe.
/// </summary>
/// <param name="streams">How the server is reached; borrowed.</param>
/// <param name="stream">The stream.</param>
/// <param name="filter">Which of its subjects; may hold wildcards.</param>
internal sealed class StreamWatch(JetStreamClient streams, string stream, string filter) : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);
    private NatsSubscription? _inbox;
    private string _consumer = "";
    private long _session;
    private long _sequence;
    private long _delivered;

    /// <summary>The next message, its place, and how many are behind it already.</summary>
    /// <exception cref="JetStreamException">The stream is gone, or may not be followed.</exception>
    public async Task<(NatsMessage Message, long Sequence, long Behind)> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_inbox == null || _session != streams.Connection.Sessions) await OpenAsync(stop);
            var message = await ReadAsync(stop);
            if (message == null)
            {
                Close();
                continue;
            }

            if (message.Headers.Status != 0)
            {
                // A heartbeat, or a question whether to go on.
                if ((message.ReplyTo ?? message.Headers["Nats-Consumer-Stalled"]) is { } reply) streams.Connection.TryPublish(new(reply, default));
                if (message.Headers["Nats-Last-Consumer"] is { } last && last != _delivered.ToString(CultureInfo.InvariantCulture)) Close();
                continue;
            }

            if (!TryReadPlace(message.ReplyTo, out var place)) continue;
            if (place.Delivered != _delivered + 1)
            {
                Close();
                continue;
            }

            (_delivered, _sequence) = (place.Delivered, place.Sequence);
            return (message, place.Sequence, place.Behind);
        }
    }

    /// <summary>Ends the server's side of it; one that cannot be told ends by itself after a while.</summary>
    public async ValueTask DisposeAsync()
    {
        var consumer = _consumer;
        Close();
        if (consumer.Length == 0) return;
        try
        {
            await streams.CallAsync($"CONSUMER.DELETE.{stream}.{consumer}", default, "the watch cannot be ended", static root => root.GetProperty("success").GetBoolean(), CancellationToken.None);
        }
        catch (Exception fault) when (fault is NatsException or IOException or TimeoutException)
        {
            // It ends by itself.
        }
    }

    private async Task<NatsMessage?> ReadAsync(CancellationToken stop)
    {
        try
        {
            return await _inbox!.Messages.ReadAsync(stop).AsTask().WaitAsync(Heartbeat * 3, streams.Connection.Time, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        Close();
        while (true)
        {
            await streams.Connection.ConnectedAsync(stop);
            _session = streams.Connection.Sessions;
            _inbox = streams.Connection.Subscribe($"_INBOX.{Guid.NewGuid():N}");
            _delivered = 0;
            try
            {
                _consumer = await streams.CallAsync(
                    $"CONSUMER.CREATE.{stream}", JetStreamClient.Json(WriteConsumer), $"the stream '{stream}' cannot be followed", static root => root.GetProperty("name").GetString()!, stop);
                return;
            }
            catch (Exception fault) when (fault is IOException or TimeoutException || fault is JetStreamException { Code: 503 })
            {
                Close();
                await Task.Delay(RetryPause, streams.Connection.Time, stop);
            }
        }
    }

    private void Close()
    {
        _inbox?.Dispose();
        (_inbox, _consumer) = (null, "");
    }

    private void WriteConsumer(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("stream_name"u8, stream);
        json.WriteStartObject("config"u8);
        json.WriteString("deliver_subject"u8, _inbox!.Subject);
        json.WriteString("deliver_policy"u8, _sequence == 0 ? "last_per_subject" : "by_start_sequence");
        if (_sequence > 0) json.WriteNumber("opt_start_seq"u8, _sequence + 1);
        json.WriteString("filter_subject"u8, filter);
        json.WriteString("ack_policy"u8, "none");
        json.WriteNumber("max_deliver"u8, 1);
        json.WriteNumber("idle_heartbeat"u8, Heartbeat.Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteBoolean("flow_control"u8, true);
        json.WriteBoolean("mem_storage"u8, true);
        json.WriteNumber("num_replicas"u8, 1);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // $JS.ACK.<stream>.<consumer>.<tries>.<stream seq>.<consumer seq>.<time>.<pending>, in newer servers with domain and account behind ACK
    // and a random token at the end.
    private static bool TryReadPlace(string? reply, out (long Sequence, long Delivered, long Behind) place)
    {
        place = default;
        var parts = reply?.Split('.') ?? [];
        if (parts.Length is not (9 or >= 11) || parts[0] != "$JS" || parts[1] != "ACK") return false;
        var at = parts.Length == 9 ? 5 : 7;
        return long.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out place.Sequence)
            & long.TryParse(parts[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out place.Delivered)
            & long.TryParse(parts[at + 3], NumberStyles.None, CultureInfo.InvariantCulture, out place.Behind);
    }
}
