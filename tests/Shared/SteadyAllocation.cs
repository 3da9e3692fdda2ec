namespace Sluice.Tests;

/// <summary>What a call allocates on the calling thread once it has been called often.</summary>
/// <remarks>
/// Counted over a few rounds, of which the least counts: what a call allocates is allocated in every round, what happens once in a
/// process (code compiled anew, a pool's first memory) is in one or two of them, whichever the machine's load makes it.
/// </remarks>
internal static class SteadyAllocation
{
    /// <summary>Rounds that are counted, of which the cheapest is told.</summary>
    public const int Rounds = 5;

    /// <summary>Bytes of the cheapest round of calls.</summary>
    /// <param name="calls">Calls in a round.</param>
    /// <param name="call">What to count.</param>
    public static long Of(int calls, Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++) call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Bytes of the cheapest round of calls, each of which completes on the thread that makes it.</summary>
    /// <param name="calls">Calls in a round.</param>
    /// <param name="call">What to count.</param>
    public static long Of(int calls, Func<ValueTask> call)
    {
        return Of(calls, Complete);

        void Complete()
        {
            var done = call();
            Assert.True(done.IsCompletedSuccessfully, "the call went on elsewhere, where nobody counts");
        }
    }
}
