using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class RowBinaryWriterTests : IDisposable
{
    private readonly PooledWriter _bytes = new();
    private readonly RowBinaryWriter _row;

    public RowBinaryWriterTests() => _row = new(_bytes);

    public void Dispose() => _bytes.Dispose();

    // The bytes of each case are the format's documentation, by hand; real servers check them again end to end.
    [Fact]
    public void Write_Integers_AreLittleEndian()
    {
        _row.Write(true);
        _row.Write((ushort)0x0102);
        _row.Write(-2);
        _row.Write(0x0102030405060708L);
        Assert.Equal("01" + "0201" + "FEFFFFFF" + "0807060504030201", Hex());
    }

    [Fact]
    public void Write_Floats_AreIeee()
    {
        _row.Write(1.5f);
        _row.Write(-2d);
        Assert.Equal("0000C03F" + "00000000000000C0", Hex());
    }

    [Fact]
    public void Write_Nullables_LeadWithAFlag()
    {
        _row.Write((long?)null);
        _row.Write((long?)1);
        _row.Write((double?)null);
        Assert.Equal("01" + "000100000000000000" + "01", Hex());
    }

    [Theory, InlineData(0, "00"), InlineData(127, "7F"), InlineData(128, "8001"), InlineData(16384, "808001"), InlineData(int.MaxValue, "FFFFFFFF07")]
    public void WriteLength_Value_IsLeb128(int length, string hex)
    {
        _row.WriteLength(length);
        Assert.Equal(hex, Hex());
    }

    [Fact]
    public void Write_String_CountsBytesNotLetters()
    {
        _row.Write("");
        _row.Write("nö");
        Assert.Equal("00" + "036EC3B6", Hex());
    }

    [Fact]
    public void Write_Uuid_IsTwoLittleEndianHalves()
    {
        _row.Write(Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0"));
        Assert.Equal("E711B35C04C4F061" + "A0DBD36A00A67B90", Hex());
    }

    [Fact]
    public void Write_Times_CountFrom1970()
    {
        var time = DateTimeOffset.UnixEpoch.AddSeconds(2).AddMicroseconds(3);
        _row.WriteSeconds(time);
        _row.WriteMilliseconds(time);
        _row.WriteMicroseconds(time);
        _row.WriteSeconds(DateTimeOffset.MinValue);
        Assert.Equal("02000000" + "D007000000000000" + "83841E0000000000" + "00000000", Hex());
    }

    [Fact]
    public void Write_Arrays_LeadWithTheirLength()
    {
        _row.Write((ReadOnlySpan<float>)[1f, 2f]);
        _row.Write(["a", "b"]);
        Assert.Equal("020000803F00000040" + "0201610162", Hex());
    }

    [Fact]
    public void Write_PastTheFirstRent_KeepsWhatWasThere()
    {
        var text = new string('x', 100_000);
        _row.Write(7);
        _row.Write(text);
        _row.Write(8);
        Assert.Equal(4 + 3 + 100_000 + 4, _bytes.Length);
        Assert.Equal("07000000", Hex()[..8]);
        Assert.Equal("08000000", Hex()[^8..]);
    }

    private string Hex() => Convert.ToHexString(_bytes.Written.Span);
}
