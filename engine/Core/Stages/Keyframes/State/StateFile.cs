using System.Buffers.Binary;
using System.Text;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>
/// A state as it lies on disk: <c>SLKF</c>, version u32, CRC-32C u32 of what follows, bytes of the pictures' names u32, the names one a line,
/// then the state. It is seen whole or not at all.
/// </summary>
/// <param name="Pictures">The pictures it names.</param>
/// <param name="Body">What a <see cref="StateReader"/> reads.</param>
internal sealed record StateFile(IReadOnlyList<string> Pictures, ReadOnlyMemory<byte> Body)
{
    private const uint Magic = 0x464b4c53, Version = 7;
    private const int HeadBytes = 16;

    /// <summary>Writes a file, or replaces it.</summary>
    /// <exception cref="IOException">The disk did not take it; the old one is still there.</exception>
    public static void Write(string path, IReadOnlyList<string> pictures, ReadOnlyMemory<byte> body)
    {
        var names = Encoding.UTF8.GetBytes(string.Join('\n', pictures));
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], names.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum(head[12..], names, body.Span));
        var first = head.ToArray();
        WholeFile.Write(path, file =>
        {
            file.Write(first);
            file.Write(names);
            file.Write(body.Span);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StateFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var head = bytes.AsSpan();
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic) throw new InvalidDataException("it is no state");
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) is var version && version != Version) throw new InvalidDataException($"it is of version {version}, and this engine writes version {Version}");
        var names = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        if (names < 0 || names > bytes.Length - HeadBytes) throw new InvalidDataException("it is cut off");
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) != Checksum(head[12..HeadBytes], head.Slice(HeadBytes, names), head[(HeadBytes + names)..])) throw new InvalidDataException("its checksum is wrong");
        return new(Encoding.UTF8.GetString(head.Slice(HeadBytes, names)).Split('\n', StringSplitOptions.RemoveEmptyEntries), bytes.AsMemory(HeadBytes + names));
    }

    private static uint Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> names, ReadOnlySpan<byte> body)
        => EntryFormat.Checksum(EntryFormat.Checksum(EntryFormat.Checksum(uint.MaxValue, head[..4]), names), body);
}
