using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>What the engine's own messages have in common: their form, and which engine and run speaks.</summary>
/// <param name="engine">The engine's name.</param>
/// <param name="run">This run of it; null where that is not known.</param>
internal sealed class MessageHead(string engine, Guid? run)
{
    /// <summary>Writes the first properties of a message.</summary>
    /// <param name="json">Within the message's object.</param>
    /// <param name="schema">Its form and version; a file in docs/schemas bears the name.</param>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> schema)
    {
        json.WriteString("schema"u8, schema);
        json.WriteString("engine"u8, engine);
        if (run is { } id) json.WriteString("run"u8, id);
    }
}
