using System.Buffers.Binary;
using System.Numerics;

namespace Sluice.Core.Sinks.Spool;

/// <summary>
/// An entry as it lies in a segment, little-endian: body length u32, CRC-32C u32 of everything else, sequence i64, microseconds since 1970
/// i64, items u32, header length u16, two zero bytes; then the body: header, payload.
/// </summary>
internal static class EntryFormat
{
    /// <summary>Bytes before the body.</summary>
    public const int HeadBytes = 32;

    /// <summary>The largest entry, head included: a length beyond it is damage.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>Writes all of the head but what <see cref="Stamp"/> writes.</summary>
    public static void WriteHead(Span<byte> entry, int headerLength, int items)
    {
        BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length - HeadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(entry[24..], items);
        BinaryPrimitives.WriteInt32LittleEndian(entry[28..], headerLength);
    }

    /// <summary>Gives an entry its place and its checksum.</summary>
    public static void Stamp(Span<byte> entry, long sequence, long microseconds)
    {
        BinaryPrimitives.WriteInt64LittleEndian(entry[8..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], microseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum(entry));
    }

    /// <summary>Bytes of the entry that starts here, as its head says; 0 when that cannot be.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes) return 0;
        var body = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return body > MostBytes - HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]) > Math.Min(body, ushort.MaxValue) ? 0 : HeadBytes + (int)body;
    }

    /// <summary>The sequence an entry's head names.</summary>
    public static long SequenceOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);

    /// <summary>When it was appended.</summary>
    public static long MicrosecondsOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64LittleEndian(entry[16..]);

    /// <summary>How many items it counts for.</summary>
    public static int ItemsOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt32LittleEndian(entry[24..]);

    /// <summary>Bytes of its header.</summary>
    public static int HeaderLengthOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);

    /// <summary>Whether a whole entry is undamaged.</summary>
    public static bool IsSound(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) == Checksum(entry);

    /// <summary>CRC-32C, eight bytes a step: the processor has an instruction for it.</summary>
    public static uint Checksum(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = seed;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return crc;
    }

    private static uint Checksum(ReadOnlySpan<byte> entry) => ~Checksum(Checksum(uint.MaxValue, entry[..4]), entry[8..]);
}
