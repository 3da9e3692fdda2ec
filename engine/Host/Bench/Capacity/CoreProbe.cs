using Sluice.Native.Memory;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How fast a core is just now with work that touches no memory: what it loses to a second thread on the same core, to its clock or
/// to the host, anything else loses too. Only what is lost beyond that is the memory's.</summary>
internal sealed class CoreProbe
{
    private const int Steps = 2_000_000;
    private ulong _sum = 1;

    /// <summary>Computes for two milliseconds or so.</summary>
    /// <returns>Millions of steps a second of CPU.</returns>
    public double Measure()
    {
        var before = ThreadClock.Now;
        var sum = _sum;

        // Each step needs the one before, and a multiplication's time is the same for all numbers.
        for (var i = 0; i < Steps; i++) sum = (sum * 6364136223846793005UL) + 1442695040888963407UL;
        _sum = sum;
        var took = ThreadClock.Now - before;
        return took > TimeSpan.Zero ? Math.Round(Steps / took.TotalSeconds / 1e6, 1) : 0;
    }
}
