namespace Sluice.Core.Sinks.Delivery;

/// <summary>
/// How long a server is left alone after it failed: twice as long after each round, from half a second to half a minute, half of it by
/// chance, so that many engines do not come back at once; or as long as it asked for. Shared by all that is under way to it. Thread-safe.
/// </summary>
internal sealed class Pause(TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostAsked = TimeSpan.FromHours(1);

    // Guards what follows.
    private readonly Lock _gate = new();
    private long _until;
    private int _round;

    /// <summary>Waits until the server may be asked.</summary>
    /// <returns>The round this try belongs to; for <see cref="Fail"/>.</returns>
    public async Task<int> WaitAsync(CancellationToken stop)
    {
        while (true)
        {
            TimeSpan left;
            lock (_gate)
            {
                left = _round == 0 ? TimeSpan.Zero : time.GetElapsedTime(time.GetTimestamp(), _until);
                if (left <= TimeSpan.Zero) return _round;
            }

            await Task.Delay(left, time, stop);
        }
    }

    /// <summary>A try failed.</summary>
    /// <param name="round">What <see cref="WaitAsync"/> gave: several tries of one round count as one.</param>
    /// <param name="asked">How long the server asked for; null when it did not.</param>
    /// <returns>Whether it is the first since it last worked.</returns>
    public bool Fail(int round, TimeSpan? asked)
    {
        lock (_gate)
        {
            if (round != _round && asked == null) return false;
            var first = _round == 0;
            if (round == _round) _round++;
            var wait = TimeSpan.FromTicks(Math.Min(Most.Ticks, Least.Ticks << Math.Min(_round - 1, 10)));
            wait = asked is { } own ? TimeSpan.FromTicks(Math.Clamp(own.Ticks, 0, MostAsked.Ticks)) : wait * (0.5 + (Random.Shared.NextDouble() / 2));
            _until = Math.Max(_until, time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency));
            return first;
        }
    }

    /// <summary>A try worked.</summary>
    /// <returns>Whether those before had failed.</returns>
    public bool Clear()
    {
        lock (_gate)
        {
            var failed = _round > 0;
            (_round, _until) = (0, 0);
            return failed;
        }
    }
}
