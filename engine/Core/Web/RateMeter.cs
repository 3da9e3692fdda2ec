namespace Sluice.Core.Web;

/// <summary>Frames a second of each source, worked out between two readings; nothing runs while nobody reads.</summary>
/// <param name="time">The clock.</param>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    // Guards _seen, whose ids are those of the last reading.
    private readonly Lock _gate = new();
    private Dictionary<string, Reading> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes a reading.</summary>
    /// <param name="sources">The sources and how many frames have arrived of each.</param>
    /// <returns>Frames a second; sources that were not there a moment ago are missing.</returns>
    public IReadOnlyDictionary<string, double> Read(IEnumerable<(string Id, long Arrived)> sources)
    {
        var now = time.GetTimestamp();
        var rates = new Dictionary<string, double>(StringComparer.Ordinal);
        lock (_gate)
        {
            var next = new Dictionary<string, Reading>(StringComparer.Ordinal);
            foreach (var (id, arrived) in sources)
            {
                // One that counts from the start again is another source of the same id.
                var known = _seen.TryGetValue(id, out var last) && last.Arrived <= arrived;
                var since = known ? time.GetElapsedTime(last.At, now) : TimeSpan.Zero;
                if (known && since >= Least) last = new(arrived, now, (arrived - last.Arrived) / since.TotalSeconds);
                next[id] = known ? last : new(arrived, now, null);
                if (next[id].Rate is { } rate) rates[id] = rate;
            }

            _seen = next;
        }

        return rates;
    }

    private readonly record struct Reading(long Arrived, long At, double? Rate);
}
