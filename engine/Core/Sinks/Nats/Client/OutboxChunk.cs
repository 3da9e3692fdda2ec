namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Encoded messages that are sent with one write and confirmed with one PONG. The outbox's gate is held.</summary>
/// <param name="buffer">Its memory.</param>
internal sealed class OutboxChunk(byte[] buffer)
{
    private static readonly byte[] PingLine = "PING\r\n"u8.ToArray();

    /// <summary>Bytes at the end that messages leave to the PING.</summary>
    public static int Reserve => PingLine.Length;

    public byte[] Buffer { get; } = buffer;

    /// <summary>Bytes of messages.</summary>
    public int Length { get; set; }

    /// <summary>Messages in it.</summary>
    public int Messages { get; set; }

    /// <summary>Whether its memory is being read by a write.</summary>
    public bool IsWriting { get; set; }

    /// <summary>Whether the server has it.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Room for further messages.</summary>
    public int Room => Buffer.Length - Reserve - Length;

    /// <summary>Messages and the PING that asks whether they came.</summary>
    public ReadOnlyMemory<byte> WithPing()
    {
        PingLine.CopyTo(Buffer, Length);
        return Buffer.AsMemory(0, Length + PingLine.Length);
    }

    /// <summary>Makes it new.</summary>
    public void Clear() => (Length, Messages, IsWriting, IsConfirmed) = (0, 0, false, false);
}
