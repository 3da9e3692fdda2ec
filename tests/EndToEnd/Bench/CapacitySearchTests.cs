using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class CapacitySearchTests
{
    private readonly List<(int Count, bool Counts)> _asked = [];

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(7), InlineData(8), InlineData(13), InlineData(64)]
    public async Task Run_SoManyHold_FindsThatNumber(int truth)
    {
        Assert.Equal(truth, await Search(truth, truth).RunAsync());
        Assert.True(_asked.Count <= 16, $"{_asked.Count} trials");
    }

    [Fact]
    public async Task Run_AllHold_EndsAtTheMost() => Assert.Equal(20, await Search(100, 100, 20).RunAsync());

    [Fact]
    public async Task Run_FewerHoldOverTheWholeWindow_GoesDownToThem() => Assert.Equal(9, await Search(12, 9).RunAsync());

    [Fact]
    public async Task Run_Answer_IsTheLastTrialAndOverTheWholeWindow()
    {
        await Search(5, 5).RunAsync();
        Assert.Equal((5, true), _asked[^1]);
    }

    [Theory, InlineData(9, 9, 4), InlineData(9, 10, 4), InlineData(9, 8, 5), InlineData(9, 1, 16), InlineData(9, 30, 16), InlineData(0, 5, 16), InlineData(20, 7, 16)]
    public async Task Run_WithAGuess_FindsTheNumberAndSoonWhereItIsNear(int truth, int guess, int most)
    {
        Assert.Equal(Math.Min(20, truth), await Search(truth, truth, 20, guess).RunAsync());
        Assert.True(_asked.Count <= most, $"{_asked.Count} trials");
    }

    private CapacitySearch Search(int hold, int holdLong, int most = 512, int guess = 1) => new((count, counts) =>
    {
        _asked.Add((count, counts));
        var trial = new Trial(count, TrialEnd.Done, [], null);
        return Task.FromResult(count <= (counts ? holdLong : hold) ? trial : trial with { Reasons = ["too many"] });
    }, most, guess);
}
