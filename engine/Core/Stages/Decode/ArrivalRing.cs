namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Finds what is known of a frame's packet by its pts: decoders hand frames back later and in another order than packets went in. Keeps the
/// last 64, more than any codec reorders.
/// </summary>
internal sealed class ArrivalRing
{
    private const int Size = 64;
    private readonly long?[] _pts = new long?[Size];
    private readonly Arrival[] _arrivals = new Arrival[Size];
    private readonly long[] _sent = new long[Size];
    private readonly int[] _bytes = new int[Size];
    private int _next;

    /// <summary>The latest arrival, for frames without a pts.</summary>
    public Arrival Last { get; private set; }

    /// <summary>Notes a packet on its way into the decoder.</summary>
    /// <param name="pts">Its presentation time.</param>
    /// <param name="arrival">When it was read.</param>
    /// <param name="sent">When it goes into the decoder; monotonic.</param>
    /// <param name="bytes">Its size.</param>
    public void Add(long? pts, Arrival arrival, long sent = 0, int bytes = 0)
    {
        _pts[_next] = pts;
        _arrivals[_next] = arrival;
        _sent[_next] = sent;
        _bytes[_next] = bytes;
        _next = (_next + 1) % Size;
        Last = arrival;
    }

    /// <summary>The arrival of the packet with this pts; the latest one where none is known.</summary>
    public Arrival Find(long? pts) => IndexOf(pts) is var at and >= 0 ? _arrivals[at] : Last;

    /// <summary>When the packet with this pts went into the decoder; null where none is known.</summary>
    public long? SentAt(long? pts) => IndexOf(pts) is var at and >= 0 ? _sent[at] : null;

    /// <summary>The size of the packet with this pts; 0 where none is known.</summary>
    public int BytesOf(long? pts) => IndexOf(pts) is var at and >= 0 ? _bytes[at] : 0;

    private int IndexOf(long? pts)
    {
        if (pts == null) return -1;
        for (var back = 1; back <= Size; back++)
        {
            var at = (_next - back + Size) % Size;
            if (_pts[at] == pts) return at;
        }

        return -1;
    }
}
