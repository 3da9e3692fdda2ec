namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Packets in stream order, with both ends and the middle at hand. Grows as needed; who fills it keeps it bounded.</summary>
internal sealed class HeldQueue
{
    private HeldPacket?[] _items = new HeldPacket?[64];
    private int _first;

    public int Count { get; private set; }

    /// <summary>Compressed bytes of all packets.</summary>
    public long Bytes { get; private set; }

    /// <summary>A packet by its place, 0 the oldest.</summary>
    public HeldPacket this[int place] => _items[(_first + place) & (_items.Length - 1)]!;

    public void Add(HeldPacket packet)
    {
        if (Count == _items.Length) Grow();
        _items[(_first + Count++) & (_items.Length - 1)] = packet;
        Bytes += packet.Bytes;
    }

    /// <summary>Takes the oldest packet out.</summary>
    public HeldPacket Take()
    {
        var packet = _items[_first]!;
        _items[_first] = null;
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
        Bytes -= packet.Bytes;
        return packet;
    }

    private void Grow()
    {
        var larger = new HeldPacket?[_items.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        (_items, _first) = (larger, 0);
    }
}
