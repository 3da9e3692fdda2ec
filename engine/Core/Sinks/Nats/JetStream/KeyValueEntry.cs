namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>What a bucket holds, or held, for a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value; empty when it was deleted.</param>
/// <param name="Revision">Grows with every change of the bucket.</param>
/// <param name="IsDeleted">Whether this is the note that it was deleted.</param>
/// <param name="Behind">When watching: how many further entries there are already; 0 is as of now.</param>
internal sealed record KeyValueEntry(string Key, ReadOnlyMemory<byte> Value, long Revision, bool IsDeleted, long Behind = 0);
