using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

public sealed class AssignmentTests
{
    [Fact]
    public void Solve_CheapestPairsCross_TakesTheCheapestSum()
    {
        // Row by row the greedy choice is 0-0 (1) and then 1-1 (9); crossing costs 2 + 3.
        Assert.Equal([1, 0], Solve([1, 2, 3, 9], 2, 2, 100));
    }

    [Fact]
    public void Solve_PairAboveTheLimit_LeavesBothAlone() => Assert.Equal([-1, 1], Solve([0.9, 0.95, 0.9, 0.1], 2, 2, 0.8));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Solve_NothingOnOneSide_PairsNothing(int rows, int columns) => Assert.All(Solve([], rows, columns, 1), column => Assert.Equal(-1, column));

    [Fact]
    public void Solve_RandomCosts_MatchesExhaustiveSearch()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            int rows = random.Next(1, 6), columns = random.Next(1, 6);
            var cost = Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble()).ToArray();
            var limit = random.NextDouble();
            var columnOf = Solve(cost, rows, columns, limit);
            Assert.Equal(columnOf.Where(c => c >= 0).Count(), columnOf.Where(c => c >= 0).Distinct().Count());
            Assert.Equal(Cheapest(cost, rows, columns, limit, 0, 0), Price(cost, columns, limit, columnOf), 9);
        }
    }

    private static int[] Solve(double[] cost, int rows, int columns, double limit)
    {
        var columnOf = new int[rows];
        new Assignment().Solve(cost, rows, columns, limit, columnOf);
        return columnOf;
    }

    // A row left alone costs the limit: pairing is worth it only below.
    private static double Price(double[] cost, int columns, double limit, int[] columnOf)
        => columnOf.Select((column, row) => column < 0 ? limit : cost[(row * columns) + column]).Sum();

    private static double Cheapest(double[] cost, int rows, int columns, double limit, int row, int used)
    {
        if (row == rows) return 0;
        var best = limit + Cheapest(cost, rows, columns, limit, row + 1, used);
        for (var column = 0; column < columns; column++)
        {
            var price = cost[(row * columns) + column];
            if ((used & (1 << column)) != 0 || price > limit) continue;
            best = Math.Min(best, price + Cheapest(cost, rows, columns, limit, row + 1, used | (1 << column)));
        }

        return best;
    }
}
