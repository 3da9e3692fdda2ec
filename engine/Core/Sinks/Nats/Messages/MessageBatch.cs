using System.Text;
using System.Text.Json;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>Messages on their way into the spool: the subject is an entry's header, the JSON its payload. Memory is reused; not thread-safe.</summary>
internal sealed class MessageBatch : IDisposable
{
    private const int MostSubjectBytes = 4096;
    private readonly Utf8JsonWriter _json;

    public MessageBatch() => _json = new(Entries, FrameJson.Options);

    /// <summary>What is appended.</summary>
    public SpoolBatch Entries { get; } = new();

    /// <summary>Begins a message.</summary>
    /// <returns>Where its JSON goes; lasts until <see cref="End"/>.</returns>
    public Utf8JsonWriter Begin(string subject)
    {
        Span<byte> header = stackalloc byte[MostSubjectBytes];
        Entries.Begin(header[..Encoding.UTF8.GetBytes(subject, header)]);
        _json.Reset(Entries);
        return _json;
    }

    /// <summary>Ends the message that was begun.</summary>
    public void End()
    {
        _json.Flush();
        Entries.End(1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Flushing what was never ended goes nowhere.
        _json.Dispose();
        Entries.Dispose();
    }
}
