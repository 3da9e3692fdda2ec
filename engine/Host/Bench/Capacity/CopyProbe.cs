using Sluice.Native.Memory;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How fast memory is just now: a copy timed by the thread's own CPU clock, so that waiting for a core does not count and waiting for
/// memory does. Each takes the next stretch of two buffers that are larger than the largest cache together, so that nothing of it is in a cache
/// still from the last time.</summary>
internal sealed class CopyProbe
{
    private const int Stretch = 24 << 20;
    private readonly byte[] _from = GC.AllocateUninitializedArray<byte>(Bytes), _to = GC.AllocateUninitializedArray<byte>(Bytes);
    private int _at;

    /// <summary>Makes it; its pages are touched, so that the first measure finds them.</summary>
    public CopyProbe()
    {
        _from.AsSpan().Fill(1);
        _to.AsSpan().Fill(1);
    }

    /// <summary>Memory it holds, which is the measurement's and not the engine's.</summary>
    public static long ResidentBytes => 2L * Bytes;

    private static int Bytes => Math.Max(Stretch, (Caches.LargestBytes + Stretch - 1) / Stretch * Stretch);

    /// <summary>Copies a stretch.</summary>
    /// <returns>Gigabytes a second of CPU, read and written counted once.</returns>
    public double Measure()
    {
        var before = ThreadClock.Now;
        _from.AsSpan(_at, Stretch).CopyTo(_to.AsSpan(_at));
        var took = ThreadClock.Now - before;
        _at = (_at + Stretch) % Bytes;
        return took > TimeSpan.Zero ? Math.Round(Stretch / took.TotalSeconds / 1e9, 3) : 0;
    }
}
