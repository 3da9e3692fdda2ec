using System.Buffers.Binary;
using System.Globalization;

namespace Sluice.Core.Sinks.Spool;

/// <summary>
/// A segment's file: <c>SLUICESP</c>, version u32, CRC-32C u32 of what follows in the head, the spool's id (16 bytes), the first sequence
/// i64, 24 zero bytes; then entries. Its name is the first sequence. Beside it lies a bit for each entry that was acknowledged.
/// </summary>
internal static class SegmentFormat
{
    public const int HeadBytes = 64;
    public const string Ending = ".spool";
    private const int Version = 1;

    public static string NameOf(long first) => first.ToString("D19", CultureInfo.InvariantCulture) + Ending;

    /// <summary>The file of bits beside a segment.</summary>
    public static string AcknowledgedBeside(string path) => Path.ChangeExtension(path, ".done");

    public static void WriteHead(Span<byte> head, Guid spool, long first)
    {
        head.Clear();
        "SLUICESP"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Version);
        spool.TryWriteBytes(head[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], first);
        BinaryPrimitives.WriteUInt32LittleEndian(head[12..], EntryFormat.Checksum(0, head[16..HeadBytes]));
    }

    public static bool TryReadHead(ReadOnlySpan<byte> head, out Guid spool, out long first)
    {
        (spool, first) = (default, 0);
        if (head.Length < HeadBytes || !head.StartsWith("SLUICESP"u8)) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[12..]) != EntryFormat.Checksum(0, head[16..HeadBytes])) return false;
        var version = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        if (version != Version)
            throw new SpoolException($"It was written by another version of this program (form {version}, this one writes {Version}): run that version once more to empty it, or move the folder away.");
        (spool, first) = (new(head[16..32]), BinaryPrimitives.ReadInt64LittleEndian(head[32..]));
        return true;
    }
}
