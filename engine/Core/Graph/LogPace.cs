namespace Sluice.Core.Graph;

/// <summary>Lets one message through in a while, and says how many it held back.</summary>
internal sealed class LogPace(TimeProvider time, TimeSpan pause)
{
    private readonly Lock _gate = new();
    private long? _last;
    private long _unsaid;

    /// <summary>Asks for one message.</summary>
    /// <param name="unsaid">How many were held back since the last.</param>
    public bool TryPass(out long unsaid)
    {
        lock (_gate)
        {
            unsaid = _unsaid;
            if (_last is { } last && time.GetElapsedTime(last) < pause)
            {
                _unsaid++;
                return false;
            }

            _last = time.GetTimestamp();
            _unsaid = 0;
            return true;
        }
    }
}
