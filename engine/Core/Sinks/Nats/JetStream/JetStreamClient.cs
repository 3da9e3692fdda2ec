using System.Buffers;
using System.Text.Json;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>Streams of a server: making them, putting messages in with an acknowledgement, looking at them. Thread-safe.</summary>
/// <param name="connection">How the server is reached; borrowed.</param>
/// <param name="limit">How long it has for an answer.</param>
internal sealed class JetStreamClient(NatsConnection connection, TimeSpan limit)
{
    private const string Api = "$JS.API.";
    private const string MessageId = "Nats-Msg-Id";

    /// <summary>How the server is reached.</summary>
    public NatsConnection Connection => connection;

    /// <summary>Begins to publish: many may be under way.</summary>
    /// <param name="subject">A stream must keep it.</param>
    /// <param name="payload">The message.</param>
    /// <param name="messageId">The stream keeps one message of an id within its duplicate window; null for none.</param>
    /// <param name="stop">Gives up waiting for room.</param>
    /// <returns>Its answer is for <see cref="AckOf"/>.</returns>
    /// <exception cref="IOException">There is no server.</exception>
    public ValueTask<PendingRequest> StartPublishAsync(string subject, ReadOnlyMemory<byte> payload, string? messageId, CancellationToken stop)
        => connection.StartRequestAsync(subject, payload, messageId == null ? [] : [new(MessageId, messageId)], stop);

    /// <summary>Publishes and waits until a stream has it.</summary>
    /// <param name="subject">A stream must keep it.</param>
    /// <param name="payload">The message.</param>
    /// <param name="messageId">The stream keeps one message of an id within its duplicate window; null for none.</param>
    /// <param name="headers">More of them, such as what the stream is expected to hold.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JetStreamException">The stream refused it.</exception>
    /// <exception cref="NatsNoRespondersException">No stream keeps the subject, or JetStream is off.</exception>
    public async Task<PublishAck> PublishAsync(string subject, ReadOnlyMemory<byte> payload, string? messageId, NatsHeader[] headers, CancellationToken stop)
    {
        var all = messageId == null ? headers : [new(MessageId, messageId), .. headers];
        return AckOf(await connection.RequestAsync(subject, payload, all, limit, stop));
    }

    /// <summary>Reads what a stream answered to a message.</summary>
    /// <exception cref="JetStreamException">It refused.</exception>
    /// <exception cref="NatsException">Somebody else answered.</exception>
    public static PublishAck AckOf(NatsMessage answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Payload);
            var root = document.RootElement;
            ThrowIfError("the message was not kept", root);
            return new(
                root.GetProperty("stream").GetString() ?? "",
                root.GetProperty("seq").GetInt64(),
                root.TryGetProperty("duplicate", out var duplicate) && duplicate.GetBoolean());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NatsException("What answered a message is no stream.", fault);
        }
    }

    /// <summary>Makes a stream; one that is there with the same settings is fine.</summary>
    /// <exception cref="JetStreamException">10058: it is there with other settings. 10065: another stream keeps these subjects.</exception>
    public Task<StreamInfo> CreateStreamAsync(StreamConfig config, CancellationToken stop)
        => CallAsync($"STREAM.CREATE.{config.Name}", Json(config.Write), $"the stream '{config.Name}' cannot be made", StreamInfo.Parse, stop);

    /// <summary>What is known of a stream.</summary>
    /// <exception cref="JetStreamException">10059: there is none.</exception>
    public Task<StreamInfo> GetStreamAsync(string name, CancellationToken stop)
        => CallAsync($"STREAM.INFO.{name}", default, $"the stream '{name}' cannot be looked at", StreamInfo.Parse, stop);

    /// <summary>Takes a stream and its messages away.</summary>
    /// <exception cref="JetStreamException">10059: there is none.</exception>
    public Task DeleteStreamAsync(string name, CancellationToken stop)
        => CallAsync($"STREAM.DELETE.{name}", default, $"the stream '{name}' cannot be deleted", static root => root.GetProperty("success").GetBoolean(), stop);

    /// <summary>The message at a place of a stream.</summary>
    /// <exception cref="JetStreamException">10037: there is none.</exception>
    public Task<StoredMessage> GetMessageAsync(string stream, long sequence, CancellationToken stop)
        => GetAsync(stream, json => json.WriteNumber("seq"u8, sequence), stop);

    /// <summary>The newest message of a subject.</summary>
    /// <exception cref="JetStreamException">10037: there is none.</exception>
    public Task<StoredMessage> GetLastMessageAsync(string stream, string subject, CancellationToken stop)
        => GetAsync(stream, json => json.WriteString("last_by_subj"u8, subject), stop);

    /// <summary>Asks the API.</summary>
    /// <exception cref="JetStreamException">It answered with an error.</exception>
    /// <exception cref="NatsException">JetStream is off, or the answer is none of its.</exception>
    internal async Task<T> CallAsync<T>(string call, ReadOnlyMemory<byte> body, string what, Func<JsonElement, T> read, CancellationToken stop)
    {
        try
        {
            var answer = await connection.RequestAsync(Api + call, body, [], limit, stop);
            using var document = JsonDocument.Parse(answer.Payload);
            ThrowIfError(what, document.RootElement);
            return read(document.RootElement);
        }
        catch (NatsNoRespondersException)
        {
            throw new JetStreamException(what, 503, JetStreamErrors.NotEnabled, "JetStream is not on for this account; start the server with jetstream (nats-server -js)");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NatsException($"{what}: what answered is no JetStream server.", fault);
        }
    }

    /// <summary>The bytes of an object.</summary>
    internal static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return bytes.WrittenMemory;
    }

    private Task<StoredMessage> GetAsync(string stream, Action<Utf8JsonWriter> which, CancellationToken stop)
    {
        var body = Json(json =>
        {
            json.WriteStartObject();
            which(json);
            json.WriteEndObject();
        });
        return CallAsync($"STREAM.MSG.GET.{stream}", body, $"no message of '{stream}' can be read", StoredMessage.Parse, stop);
    }

    private static void ThrowIfError(string what, JsonElement root)
    {
        if (!root.TryGetProperty("error", out var error)) return;
        throw new JetStreamException(
            what,
            error.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
            error.TryGetProperty("err_code", out var number) ? number.GetInt32() : 0,
            error.TryGetProperty("description", out var text) ? text.GetString() ?? "" : "");
    }
}
