namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Something of each track that is seen, until it has not been for a while; boundedly many. What a track had is used again for another.</summary>
internal sealed class TrackMemory<T>
    where T : class, IForgetful, new()
{
    private const int Most = 512;
    private const double KeptSeconds = 30;
    private readonly Dictionary<long, (T Value, double At)> _tracks = [];
    private readonly Stack<T> _free = new();
    private readonly List<long> _gone = [];
    private double _sweptAt;

    /// <summary>What is known of a track; new for one that isn't.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="seconds">Since it was last asked for; 0 for a new one.</param>
    public T Of(long id, double at, out double seconds)
    {
        seconds = 0;
        if (_tracks.TryGetValue(id, out var known)) seconds = at - known.At;
        else known.Value = _free.TryPop(out var free) ? free : new();
        _tracks[id] = (known.Value, at);
        return known.Value;
    }

    /// <summary>What is known of a track; null for one that isn't.</summary>
    public T? Find(long id) => _tracks.TryGetValue(id, out var known) ? known.Value : null;

    /// <summary>Forgets those that have not been seen for half a minute; when there are too many, all that are not seen now.</summary>
    public void Forget(double at)
    {
        if (_tracks.Count <= Most && Math.Abs(at - _sweptAt) < KeptSeconds) return;
        _sweptAt = at;
        var oldest = _tracks.Count > Most ? at : at - KeptSeconds;
        foreach (var (id, (_, seen)) in _tracks)
            if (seen < oldest) _gone.Add(id);
        foreach (var id in _gone)
        {
            _tracks.Remove(id, out var known);
            known.Value.Forget();
            if (_free.Count < Most) _free.Push(known.Value);
        }

        _gone.Clear();
    }
}
