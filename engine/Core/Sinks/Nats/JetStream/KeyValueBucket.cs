using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>A bucket of keys and values: a stream that keeps the last few messages of each subject. Thread-safe.</summary>
/// <remarks>https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md</remarks>
internal sealed class KeyValueBucket
{
    private const string Operation = "KV-Operation";
    private static readonly SearchValues<char> InKeys = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/_=.");
    private readonly JetStreamClient _streams;
    private readonly string _stream;
    private readonly string _prefix;

    private KeyValueBucket(JetStreamClient streams, string name) => (_streams, _stream, _prefix) = (streams, $"KV_{name}", $"$KV.{name}.");

    /// <summary>Opens a bucket, and makes it when it is not there.</summary>
    /// <param name="streams">How the server is reached; borrowed.</param>
    /// <param name="name">Letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="history">Values kept of each key, 1 to 64.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="JetStreamException">It cannot be made.</exception>
    public static async Task<KeyValueBucket> OpenAsync(JetStreamClient streams, string name, int history, CancellationToken stop)
    {
        if (!IsName(name)) throw new ArgumentException($"'{name}' is no name of a bucket: letters, digits, - and _.", nameof(name));
        try
        {
            await streams.GetStreamAsync($"KV_{name}", stop);
        }
        catch (JetStreamException fault) when (fault.ErrorCode == JetStreamErrors.StreamNotFound)
        {
            await streams.CreateStreamAsync(new() { Name = $"KV_{name}", Subjects = [$"$KV.{name}.>"], MaxPerSubject = history, IsBucket = true }, stop);
        }

        return new(streams, name);
    }

    /// <summary>Whether it may be a bucket's name.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The last value of a key; null when it has none or was deleted.</summary>
    public async Task<KeyValueEntry?> GetAsync(string key, CancellationToken stop)
    {
        try
        {
            var message = await _streams.GetLastMessageAsync(_stream, SubjectOf(key), stop);
            return message.Headers[Operation] == null ? new(key, message.Payload, message.Sequence, IsDeleted: false) : null;
        }
        catch (JetStreamException fault) when (fault.ErrorCode == JetStreamErrors.MessageNotFound)
        {
            return null;
        }
    }

    /// <summary>Gives a key a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expected">Only if the key's last revision is this, 0 for a key that never was; null whatever it is.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The new revision.</returns>
    /// <exception cref="JetStreamException">10071: its last revision is another.</exception>
    public async Task<long> PutAsync(string key, ReadOnlyMemory<byte> value, long? expected, CancellationToken stop)
    {
        NatsHeader[] headers = expected is { } revision ? [new("Nats-Expected-Last-Subject-Sequence", revision.ToString(CultureInfo.InvariantCulture))] : [];
        return (await _streams.PublishAsync(SubjectOf(key), value, null, headers, stop)).Sequence;
    }

    /// <summary>Deletes a key; its history stays.</summary>
    public Task DeleteAsync(string key, CancellationToken stop) => _streams.PublishAsync(SubjectOf(key), default, null, [new(Operation, "DEL")], stop);

    /// <summary>The last entry of each key, then every change, over reconnects, until stopped.</summary>
    /// <param name="keys">A key, or a pattern with <c>*</c> and <c>></c>.</param>
    /// <param name="stop">Ends it.</param>
    public async IAsyncEnumerable<KeyValueEntry> WatchAsync(string keys, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var watch = new StreamWatch(_streams, _stream, _prefix + keys);
        while (true)
        {
            var (message, sequence, behind) = await watch.NextAsync(stop);
            yield return new(message.Subject[_prefix.Length..], message.Payload, sequence, message.Headers[Operation] != null, behind);
        }
    }

    private string SubjectOf(string key)
        => NatsEncoder.IsSubject(key) && !key.AsSpan().ContainsAnyExcept(InKeys) ? _prefix + key : throw new ArgumentException($"'{key}' is no key.", nameof(key));
}
