namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>
/// Reads the bits of a NAL unit's payload, leaving out the bytes that keep start codes from appearing in it. Reading past the end gives
/// zeros and is told by <see cref="IsOver"/>: damaged headers are common, and asking once at the end is enough.
/// </summary>
/// <param name="payload">The unit after its header.</param>
/// <remarks>H.264 7.3.1 and 9.1, H.265 7.3.1.1 and 9.2.</remarks>
internal ref struct NalBits(ReadOnlySpan<byte> payload)
{
    // An Exp-Golomb code of a header never has more leading zeros: values are 32 bits.
    private const int MostLeadingZeros = 31;

    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _at;
    private int _zeros;
    private int _byte;
    private int _left;

    /// <summary>Whether more was read than is there.</summary>
    public bool IsOver { get; private set; }

    /// <summary>One bit.</summary>
    public bool Flag() => Bit() != 0;

    /// <summary>An unsigned number of a fixed width.</summary>
    /// <param name="width">Bits, 0 to 32.</param>
    public uint Bits(int width)
    {
        uint value = 0;
        for (var i = 0; i < width; i++) value = (value << 1) | (uint)Bit();
        return value;
    }

    /// <summary>Passes bits by.</summary>
    /// <param name="count">How many.</param>
    public void Skip(int count)
    {
        while (count-- > 0 && !IsOver) Bit();
    }

    /// <summary>An unsigned Exp-Golomb number: <c>ue(v)</c>.</summary>
    public uint Unsigned()
    {
        var zeros = 0;
        while (Bit() == 0)
        {
            if (++zeros <= MostLeadingZeros && !IsOver) continue;
            IsOver = true;
            return 0;
        }

        return (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>A signed Exp-Golomb number: <c>se(v)</c>.</summary>
    public int Signed()
    {
        var code = Unsigned();
        return (code & 1) != 0 ? (int)((code >> 1) + 1) : -(int)(code >> 1);
    }

    private int Bit()
    {
        if (_left == 0 && !Next()) return 0;
        return (_byte >> --_left) & 1;
    }

    private bool Next()
    {
        if (_at < _payload.Length && _zeros >= 2 && _payload[_at] == 3)
        {
            _zeros = 0;
            _at++;
        }

        if (_at >= _payload.Length)
        {
            IsOver = true;
            return false;
        }

        _byte = _payload[_at++];
        _zeros = _byte == 0 ? _zeros + 1 : 0;
        _left = 8;
        return true;
    }
}
