using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

public sealed class FrameBudgetTests
{
    [Fact]
    public void TryReserve_NoRoomLeft_IsRefused()
    {
        var budget = new FrameBudget(100);

        Assert.True(budget.TryReserve(60));
        Assert.False(budget.TryReserve(60));
        Assert.Equal((60, 60), (budget.Outstanding, budget.Peak));
    }

    [Fact]
    public void TryReserve_LargerThanAll_PassesAlone()
    {
        var budget = new FrameBudget(100);

        Assert.True(budget.TryReserve(500));
        Assert.False(budget.TryReserve(1));
    }

    [Fact]
    public async Task Reserve_NoRoom_WaitsForItsTurn()
    {
        var budget = new FrameBudget(100);
        budget.Charge(100);
        var large = budget.ReserveAsync(90, default).AsTask();
        var small = budget.ReserveAsync(5, default).AsTask();

        budget.Return(20);
        var smallWaitsBehindLarge = !small.IsCompleted;
        budget.Return(80);

        Assert.True(await large && await small && smallWaitsBehindLarge);
        Assert.Equal(95, budget.Outstanding);
    }

    [Fact]
    public async Task Reserve_Stopped_GivesUpAndLetsTheNextPass()
    {
        using var stop = new CancellationTokenSource();
        var budget = new FrameBudget(100);
        budget.Charge(50);
        var large = budget.ReserveAsync(90, stop.Token).AsTask();
        var small = budget.ReserveAsync(40, default).AsTask();

        await stop.CancelAsync();

        Assert.False(await large);
        Assert.True(await small);
    }

    [Fact]
    public async Task Reserve_PartKeptForLive_IsNotTakenByRecordedSources()
    {
        var budget = new FrameBudget(100);
        budget.KeepForLive(25);
        await budget.ReserveAsync(75, default);

        var recorded = budget.ReserveAsync(10, default).AsTask();

        Assert.False(recorded.IsCompleted);
        Assert.True(budget.TryReserve(25));
        budget.Return(100);
        Assert.True(await recorded);
    }

    [Fact]
    public void Charge_NoRoom_IsTakenAllTheSame()
    {
        var budget = new FrameBudget(100);
        budget.Charge(80);
        budget.Charge(80);

        Assert.Equal(160, budget.Outstanding);
    }
}
