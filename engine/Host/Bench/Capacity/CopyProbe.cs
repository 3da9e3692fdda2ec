using Sluice.Native.Memory;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How fast memory is just now: a copy too large for the caches, timed by the thread's own CPU clock, so that waiting for a core does
/// not count and waiting for memory does.</summary>
internal sealed class CopyProbe
{
    private const int Bytes = 24 << 20;
    private readonly byte[] _from = GC.AllocateUninitializedArray<byte>(Bytes), _to = GC.AllocateUninitializedArray<byte>(Bytes);

    /// <summary>Memory it holds, which is the measurement's and not the engine's.</summary>
    public const long ResidentBytes = 2 * Bytes;

    /// <summary>Makes it; its pages are touched, so that the first measure finds them.</summary>
    public CopyProbe()
    {
        _from.AsSpan().Fill(1);
        _from.CopyTo(_to, 0);
    }

    /// <summary>Copies once.</summary>
    /// <returns>Gigabytes a second of CPU, read and written counted once.</returns>
    public double Measure()
    {
        var before = ThreadClock.Now;
        _from.CopyTo(_to, 0);
        var took = ThreadClock.Now - before;
        return took > TimeSpan.Zero ? Math.Round(Bytes / took.TotalSeconds / 1e9, 3) : 0;
    }
}
