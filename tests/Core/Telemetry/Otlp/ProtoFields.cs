using System.Buffers.Binary;
using System.Text;

namespace Sluice.Tests.Telemetry.Otlp;

/// <summary>One protobuf message, read without its schema (https://protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtoFields
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoFields(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((number, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    _fields.Add((number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} at {at}.");
            }
        }
    }

    public bool Has(int number) => _fields.Exists(f => f.Number == number);

    public IEnumerable<ProtoFields> All(int number) => _fields.Where(f => f.Number == number).Select(static f => new ProtoFields(f.Bytes));

    public ReadOnlyMemory<byte> Bytes(int number) => _fields.FirstOrDefault(f => f.Number == number).Bytes;

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public ulong Number(int number) => _fields.FirstOrDefault(f => f.Number == number).Value;

    public double Real(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    /// <summary>A packed list of 64-bit values.</summary>
    public IReadOnlyList<ulong> Fixed(int number)
    {
        var bytes = Bytes(number);
        return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(i * 8)..]))];
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }
    }
}
