using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>
/// ClickHouse's RowBinary: values of a row one after the other in the order of the columns, little-endian, no separators.
/// https://clickhouse.com/docs/interfaces/formats/RowBinary
/// </summary>
/// <param name="output">Where bytes go; borrowed.</param>
internal readonly struct RowBinaryWriter(IBufferWriter<byte> output)
{
    private static readonly long UnixEpochMicroseconds = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Bool, UInt8.</summary>
    public void Write(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Int32.</summary>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    /// <summary>UInt32.</summary>
    public void Write(uint value) => Write((int)value);

    /// <summary>UInt16.</summary>
    public void Write(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(2), value);
        output.Advance(2);
    }

    /// <summary>Int64, UInt64.</summary>
    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>Float32.</summary>
    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    /// <summary>Float64.</summary>
    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Nullable(Int64).</summary>
    public void Write(long? value)
    {
        WriteByte(value == null ? (byte)1 : (byte)0);
        if (value is { } there) Write(there);
    }

    /// <summary>Nullable(Float64).</summary>
    public void Write(double? value)
    {
        WriteByte(value == null ? (byte)1 : (byte)0);
        if (value is { } there) Write(there);
    }

    /// <summary>String, LowCardinality(String): the length in bytes as LEB128, then UTF-8.</summary>
    public void Write(string value)
    {
        // Names and labels, nearly always: their length stands in one byte whatever letters they are of.
        if (value.Length * 3 < 0x80)
        {
            var span = output.GetSpan(1 + (value.Length * 3));
            var written = Encoding.UTF8.GetBytes(value, span[1..]);
            span[0] = (byte)written;
            output.Advance(1 + written);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        WriteLength(bytes);
        Encoding.UTF8.GetBytes(value, output.GetSpan(Math.Max(1, bytes)));
        output.Advance(bytes);
    }

    /// <summary>UUID: two halves of eight bytes, each little-endian.</summary>
    public void Write(Guid value)
    {
        var span = output.GetSpan(16);
        value.TryWriteBytes(span, bigEndian: true, out _);
        span[..8].Reverse();
        span[8..16].Reverse();
        output.Advance(16);
    }

    /// <summary>DateTime: seconds since 1970 as UInt32; earlier and later times are clamped.</summary>
    public void WriteSeconds(DateTimeOffset value) => Write((uint)Math.Clamp(value.ToUnixTimeSeconds(), 0, uint.MaxValue));

    /// <summary>DateTime64(3).</summary>
    public void WriteMilliseconds(DateTimeOffset value) => Write(value.ToUnixTimeMilliseconds());

    /// <summary>DateTime64(6).</summary>
    public void WriteMicroseconds(DateTimeOffset value) => Write((value.UtcTicks / TimeSpan.TicksPerMicrosecond) - UnixEpochMicroseconds);

    /// <summary>Array(Float32).</summary>
    public void Write(ReadOnlySpan<float> values)
    {
        WriteLength(values.Length);
        WriteTogether(values);
    }

    /// <summary>Several columns of Float32.</summary>
    public void WriteTogether(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian) output.Write(MemoryMarshal.AsBytes(values));
        else
            foreach (var value in values) Write(value);
    }

    /// <summary>Array(UInt32).</summary>
    public void Write(ReadOnlySpan<uint> values)
    {
        WriteLength(values.Length);
        if (BitConverter.IsLittleEndian) output.Write(MemoryMarshal.AsBytes(values));
        else
            foreach (var value in values) Write(value);
    }

    /// <summary>Array(UInt8).</summary>
    public void Write(ReadOnlySpan<byte> values)
    {
        WriteLength(values.Length);
        output.Write(values);
    }

    /// <summary>FixedString: ASCII of exactly so many letters as the column has.</summary>
    public void WriteFixed(string value)
    {
        Encoding.ASCII.GetBytes(value, output.GetSpan(value.Length));
        output.Advance(value.Length);
    }

    /// <summary>Array(String).</summary>
    public void Write(IReadOnlyCollection<string> values)
    {
        WriteLength(values.Count);
        foreach (var value in values) Write(value);
    }

    /// <summary>The number of elements that follow in an array, or of pairs in a map: LEB128.</summary>
    public void WriteLength(int value)
    {
        var rest = (uint)value;
        var span = output.GetSpan(5);
        var at = 0;
        for (; rest >= 0x80; rest >>= 7) span[at++] = (byte)(rest | 0x80);
        span[at++] = (byte)rest;
        output.Advance(at);
    }

    /// <summary>So many zero bytes: empty strings, arrays and maps.</summary>
    public void WriteZeros(int count)
    {
        output.GetSpan(count)[..count].Clear();
        output.Advance(count);
    }

    private void WriteByte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
