using Sluice.Core.Config;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Capacity.Strain;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class StrainTests
{
    private static readonly ResourceSignal Fires = new("lock", "waits", 1, 0.5), Silent = new("lock", "free", 0, 0.3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Strains_AsStages_AreSound()
    {
        Assert.Null(StageCatalog.FaultOf(new LockStrain()));
        Assert.Null(StageCatalog.FaultOf(new MemoryStrain()));
    }

    [Fact]
    public void Finding_NothingFires_WasNotSpent()
    {
        Assert.False(Finding("stage: strain", Silent).IsSpent);
        Assert.True(Finding("stage: strain", Fires, Silent).IsSpent);
        Assert.False(Finding("stage: strain", Fires, Silent).IsFound);
        Assert.True(Finding("lock", Fires, Fires).IsFound);
    }

    [Fact]
    public void LockWait_ThreadThatWaits_IsCounted()
    {
        using var waits = new LockWait();
        var shared = new Lock();
        var waiter = new Thread(() => Pass(shared)) { IsBackground = true };
        lock (shared)
        {
            waiter.Start();
            Assert.True(SpinWait.SpinUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience));
        }

        // The runtime hands its events on when it comes to it.
        Assert.True(waiter.Join(Patience));
        Assert.True(SpinWait.SpinUntil(() => waits.Seconds > 0, Patience));
    }

    private static void Pass(Lock shared)
    {
        lock (shared)
        {
            // To get in is all.
        }
    }

    private static StrainFinding Finding(string? named, params ResourceSignal[] signals) => new("lock", named, 1, 4, ["late"], [.. signals]);
}
