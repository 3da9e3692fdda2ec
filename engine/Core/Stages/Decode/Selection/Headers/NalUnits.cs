using System.Buffers.Binary;

namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>Walks the NAL units of a packet, whether start codes (Annex B) or lengths (avcC, hvcC) tell them apart.</summary>
/// <param name="packet">The packet.</param>
/// <param name="lengthBytes">Bytes of each length; 0 for start codes.</param>
internal ref struct NalUnits(ReadOnlySpan<byte> packet, int lengthBytes)
{
    private ReadOnlySpan<byte> _rest = lengthBytes == 0 ? AfterStartCode(packet) : packet;

    /// <summary>The unit, its header first.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next unit; false behind the last.</summary>
    public bool MoveNext()
    {
        if (lengthBytes > 0) return NextByLength();
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        Current = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 3)..];
        return true;
    }

    private static ReadOnlySpan<byte> AfterStartCode(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        return at < 0 ? [] : bytes[(at + 3)..];
    }

    private bool NextByLength()
    {
        if (_rest.Length < lengthBytes) return false;
        uint length = lengthBytes switch
        {
            1 => _rest[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(_rest),
            3 => ((uint)_rest[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(_rest),
        };
        _rest = _rest[lengthBytes..];
        if (length == 0 || length > _rest.Length)
        {
            // A damaged length says nothing about where the next one stands.
            _rest = [];
            return false;
        }

        Current = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }
}
