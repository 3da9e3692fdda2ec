using Sluice.Core.Stages.Keyframes;

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
        Assert.Equal(3, await a);
        Assert.Equal(1, await b);
    }

    [Fact]
    public async Task Grant_WithAFloor_NobodyGoesWithout()
    {
        using var budget = new SharedBudget(new() { Rate = new(4, TimeSpan.FromHours(1)), Share = BudgetShare.Global, Floor = new(1, TimeSpan.FromHours(1)) }, Two, TimeProvider.System);
        var a = budget.GrantAsync("a", 7, [0.5, 0.4, 0.3, 0.2], false, default);
        var b = budget.GrantAsync("b", 7, [0.01], false, default);
        Assert.Equal(3, await a);
        Assert.Equal(1, await b);
    }

    [Fact]
    public async Task Grant_SourcesThatAreOver_ShareEquallyAndPassOnWhatIsLeft()
    {
        using var budget = new SharedBudget(new() { Rate = new(10, null), Share = BudgetShare.Global }, Two, TimeProvider.System);
        Assert.Equal(2, await budget.GrantAsync("a", 0, [0.5, 0.4], true, default));
        Assert.Equal(8, await budget.GrantAsync("b", 0, [.. Enumerable.Repeat(0.1, 20)], true, default));
    }

    [Fact]
    public async Task Leave_TheOneThatOthersWaitFor_LetsThemGoOn()
    {
        using var budget = new SharedBudget(new() { Rate = new(3, TimeSpan.FromHours(1)), Share = BudgetShare.Global }, Two, TimeProvider.System);
        var a = budget.GrantAsync("a", 7, [0.5, 0.4, 0.3, 0.2], false, default);
        Assert.False(a.IsCompleted);
        budget.Leave("b");
        Assert.Equal(3, await a);
    }
}
