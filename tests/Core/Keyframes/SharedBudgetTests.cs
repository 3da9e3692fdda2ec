using Sluice.Core.Stages.Keyframes;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Keyframes;

public sealed class SharedBudgetTests
{
    private static readonly string[] Two = ["a", "b"];

    [Fact]
    public async Task Grant_AllSourcesEndThePeriod_GoesWhereItShowsTheMost()
    {
        using var budget = new SharedBudget(new() { Rate = new(4, TimeSpan.FromHours(1)), Share = BudgetShare.Global }, Two, TimeProvider.System);
        var a = budget.GrantAsync("a", 7, [0.5, 0.4, 0.3, 0.2], false, default);
        var b = budget.GrantAsync("b", 7, [0.35, 0.1], false, default);
        Assert.Equal(3, (await a).Count);
        Assert.Equal(1, (await b).Count);
    }

    [Fact]
    public async Task Grant_WithAFloor_NobodyGoesWithout()
    {
        using var budget = new SharedBudget(new() { Rate = new(4, TimeSpan.FromHours(1)), Share = BudgetShare.Global, Floor = new(1, TimeSpan.FromHours(1)) }, Two, TimeProvider.System);
        var a = budget.GrantAsync("a", 7, [0.5, 0.4, 0.3, 0.2], false, default);
        var b = budget.GrantAsync("b", 7, [0.01], false, default);
        Assert.Equal(3, (await a).Count);
        Assert.Equal(1, (await b).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grant_SourcesThatAreOver_AreDealtOutTogetherWhoeverCameFirst(bool reversed)
    {
        using var budget = new SharedBudget(new() { Rate = new(5, null), Share = BudgetShare.Global }, Two, TimeProvider.System);
        var names = reversed ? new[] { "b", "a" } : Two;
        var first = budget.GrantAsync(names[0], 0, [0.5, 0.4, 0.3, 0.2], true, default);
        Assert.False(first.IsCompleted);
        var second = budget.GrantAsync(names[1], 0, [0.5, 0.4, 0.3, 0.2], true, default);
        var (a, b) = reversed ? (await second, await first) : (await first, await second);
        Assert.Equal((3, 2), (a.Count, b.Count));
        Assert.Same(a.Together, b.Together);
    }

    [Fact]
    public async Task Grant_OneIsOverAndAnotherGoesOn_GetsItsPartAfterAWhile()
    {
        var time = new ManualTime();
        using var budget = new SharedBudget(new() { Rate = new(10, null), Share = BudgetShare.Global }, ["a", "b", "c"], time);
        var a = budget.GrantAsync("a", 0, [0.5, 0.4], true, default);
        var b = budget.GrantAsync("b", 0, [.. Enumerable.Repeat(0.1, 20)], true, default);
        Assert.False(a.IsCompleted);
        time.Advance(SharedBudget.Patience);
        Assert.Equal((2, 5), ((await a).Count, (await b).Count));
        budget.Leave("a");
        budget.Leave("b");
        var c = await budget.GrantAsync("c", 0, [.. Enumerable.Repeat(0.1, 20)], true, default);
        Assert.Equal(3, c.Count);
    }

    [Fact]
    public async Task Grant_OneIsOverWithinAPeriod_LeavesTheOthersToTheirMerge()
    {
        var time = new ManualTime();
        using var budget = new SharedBudget(new() { Rate = new(9, TimeSpan.FromHours(1)), Share = BudgetShare.Global }, ["a", "b", "c"], time);
        var a = budget.GrantAsync("a", 7, [.. Enumerable.Repeat(0.1, 20)], true, default);
        time.Advance(SharedBudget.Patience);
        Assert.Equal(3, (await a).Count);
        budget.Leave("a");
        var b = budget.GrantAsync("b", 7, [0.5, 0.4, 0.3, 0.2, 0.1, 0.1], false, default);
        Assert.False(b.IsCompleted);
        var c = budget.GrantAsync("c", 7, [0.25, 0.1], false, default);
        Assert.Equal((5, 1), ((await b).Count, (await c).Count));
    }

    [Fact]
    public async Task Grant_GivenUp_IsNotWaitedFor()
    {
        using var budget = new SharedBudget(new() { Rate = new(4, null), Share = BudgetShare.Global }, Two, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var a = budget.GrantAsync("a", 0, [0.5, 0.4], true, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        budget.Leave("a");
        Assert.Equal(2, (await budget.GrantAsync("b", 0, [0.5, 0.4], true, default)).Count);
    }

    [Fact]
    public async Task Leave_TheOneThatOthersWaitFor_LetsThemGoOn()
    {
        using var budget = new SharedBudget(new() { Rate = new(3, TimeSpan.FromHours(1)), Share = BudgetShare.Global }, Two, TimeProvider.System);
        var a = budget.GrantAsync("a", 7, [0.5, 0.4, 0.3, 0.2], false, default);
        Assert.False(a.IsCompleted);
        budget.Leave("b");
        Assert.Equal(3, (await a).Count);
    }
}
