namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Finds the arrival of a frame's packet by its pts: decoders hand frames back later and in another order than packets went in. Keeps the
/// last 64, more than any codec reorders.
/// </summary>
internal sealed class ArrivalRing
{
    private const int Size = 64;
    private readonly long?[] _pts = new long?[Size];
    private readonly Arrival[] _arrivals = new Arrival[Size];
    private int _next;

    /// <summary>The latest arrival, for frames without a pts.</summary>
    public Arrival Last { get; private set; }

    /// <summary>Notes a packet on its way into the decoder.</summary>
    public void Add(long? pts, Arrival arrival)
    {
        _pts[_next] = pts;
        _arrivals[_next] = arrival;
        _next = (_next + 1) % Size;
        Last = arrival;
    }

    /// <summary>The arrival of the packet with this pts; the latest one where none is known.</summary>
    public Arrival Find(long? pts)
    {
        if (pts == null) return Last;
        for (var back = 1; back <= Size; back++)
        {
            var at = (_next - back + Size) % Size;
            if (_pts[at] == pts) return _arrivals[at];
        }

        return Last;
    }
}
