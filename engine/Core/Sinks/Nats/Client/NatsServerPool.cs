namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>The servers a client may go to: those it was given, in their order, then those of their cluster. Thread-safe.</summary>
internal sealed class NatsServerPool
{
    private const int MostFound = 256;
    private readonly Lock _gate = new();
    private readonly List<NatsEndpoint> _given;
    private readonly List<NatsEndpoint> _found = [];
    private int _next;

    public NatsServerPool(IReadOnlyList<NatsEndpoint> given)
    {
        ArgumentOutOfRangeException.ThrowIfZero(given.Count);
        _given = [.. given];
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _given.Count + _found.Count;
        }
    }

    /// <summary>The next to try, and whether all have had their turn with it.</summary>
    public (NatsEndpoint Endpoint, bool EndsRound) Next()
    {
        lock (_gate)
        {
            var count = _given.Count + _found.Count;
            var at = _next % count;
            _next = at + 1;
            return (at < _given.Count ? _given[at] : _found[at - _given.Count], at == count - 1);
        }
    }

    /// <summary>Notes what a server says of its cluster; those it no longer names are forgotten, those given never.</summary>
    /// <param name="told">Who said it.</param>
    /// <param name="addresses">Host and port of each; what is none is passed over.</param>
    public void Learn(NatsEndpoint told, IEnumerable<string> addresses)
    {
        var siblings = addresses.Take(MostFound).Select(told.Sibling).OfType<NatsEndpoint>().ToList();
        if (siblings.Count == 0) return;
        lock (_gate)
        {
            _found.Clear();
            foreach (var sibling in siblings)
                if (!_given.Concat(_found).Any(sibling.IsSameServer)) _found.Add(sibling);
        }
    }
}
