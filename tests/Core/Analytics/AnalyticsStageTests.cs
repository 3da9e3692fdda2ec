using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;
using Sluice.Tests.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Analytics;

public sealed class AnalyticsStageTests : IDisposable
{
    private readonly SinkFixture _fixture = new();
    private readonly TestFrames _frames = new();

    public void Dispose()
    {
        Assert.Equal(0, _frames.Outstanding);
        _fixture.Dispose();
    }

    [Fact]
    public void Process_NothingHappens_AllocatesTheFramesRightAlone()
    {
        var stage = Make(new()
        {
            Zones = [.. Enumerable.Range(0, 8).Select(static i => new ZoneOptions { Name = $"z{i}", Points = [[0, 0], [1, 0], [1, 1]], Dwell = TimeSpan.FromHours(1), Max = 99 })],
            Lines = [new() { Name = "l", From = [0, 0.5], To = [1, 0.5] }],
        });
        var output = new LastOutput();
        using var bare = _frames.Make(320, 240);
        using var seen = bare.With([.. Enumerable.Range(0, 30).Select(static i => Walk.At(i / 300.0, i / 100.0, i))]);
        var each = SteadyAllocation.Of(100, () => stage.ProcessAsync(seen, output, default));
        var right = SteadyAllocation.Of(100, () => seen.Share().Dispose());
        output.Take().Dispose();
        Assert.Equal(right, each);
    }

    [Fact]
    public async Task Process_PlaceOfAnotherSource_IsNotThere()
    {
        var stage = Make(Walk.Right() with
        {
            Zones = [new() { Name = "a", Points = [[0, 0], [1, 0], [1, 1]], Sources = ["gate"] }, new() { Name = "b", Points = [[0, 0], [1, 0], [1, 1]] }],
        });
        Assert.Equal("a b", await PlacesAsync("gate"));
        Assert.Equal("b", await PlacesAsync("lobby"));

        async Task<string> PlacesAsync(string source)
        {
            using var frame = _frames.Make(64, 48, source: source);
            using var result = await TestFrames.RunAsync(stage, frame);
            return string.Join(' ', result.Places.Select(p => p.Name));
        }
    }

    [Fact]
    public async Task EndSource_StartsOver()
    {
        var stage = Make(Walk.Right() with { Settle = TimeSpan.Zero });
        Assert.Equal(1, await CountAsync());
        await stage.EndSourceAsync("gate", new LastOutput(), default);
        Assert.Equal(1, await CountAsync());

        async Task<long> CountAsync()
        {
            using var bare = _frames.Make(1000, 500);
            using var seen = bare.With([Walk.At(0.7, 0.5)]);
            using var result = await TestFrames.RunAsync(stage, seen);
            Assert.Equal("enter", Assert.Single(result.Events).Kind);
            return result.Places[0].Counts[0].In;
        }
    }

    [Fact]
    public async Task Process_TwoStagesInARow_KeepBothsEventsAndPlaces()
    {
        var (first, second) = (Make(Walk.Right() with { Settle = TimeSpan.Zero }), Make(Walk.Right() with { Settle = TimeSpan.Zero }));
        using var bare = _frames.Make(1000, 500);
        using var seen = bare.With([Walk.At(0.7, 0.5)]);
        using var between = await TestFrames.RunAsync(first, seen);
        using var result = await TestFrames.RunAsync(second, between);
        Assert.Equal((2, 2), (result.Events.Length, result.Places.Length));
        Assert.Same(between.Events[0], result.Events[0]);
    }

    [Fact]
    public async Task Start_SourceThatDoesNotComeHere_Warns()
    {
        var stage = Make(new() { Lines = [new() { Name = "l", From = [0, 0.5], To = [1, 0.5], Sources = ["cellar"] }] });
        await stage.StartAsync(default);
        Assert.Contains("line 'l' is for the source 'cellar'", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    private IFrameStage Make(AnalyticsOptions options) => (IFrameStage)new AnalyticsFactory().Create(_fixture.Context("gate", "lobby"), (object)options);
}
