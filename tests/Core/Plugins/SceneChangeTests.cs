using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Plugins;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Plugins;

public sealed class SceneChangeTests
{
    private static readonly StageFactory Factory = PluginLoader.Load([PluginFolders.Shipped], []).Factories.Single(f => f.Use == "scene_change");

    private static object Options(double threshold = 12, double gapSeconds = 0)
    {
        var options = Activator.CreateInstance(Factory.OptionsType)!;
        Factory.OptionsType.GetProperty("Threshold")!.SetValue(options, threshold);
        Factory.OptionsType.GetProperty("MinGap")!.SetValue(options, TimeSpan.FromSeconds(gapSeconds));
        return options;
    }

    /// <summary>Runs pictures of one brightness each, a second apart, and gives the frames that were flagged.</summary>
    private static async Task<IReadOnlyList<(string Source, long Index, double Score)>> FlaggedAsync(object options, params byte[][] sources)
    {
        var flagged = new ConcurrentBag<(string, long, double)>();
        var graph = new TestGraph();
        for (var s = 0; s < sources.Length; s++)
        {
            var levels = sources[s];
            graph.Source($"s{s}", new()
            {
                Frames = levels.Length,
                Width = 640,
                Height = 360,
                SecondsBetween = 1,
                Paint = (i, picture) => picture.WritablePlane(0).Fill(levels[i]),
            });
        }

        graph.Stage("change", Factory, options, TestGraph.From("*"))
            .Stage("last", new FakeStage((frame, _, _) =>
            {
                if (frame.Attributes.TryGetValue("scene_change", out var score)) flagged.Add((frame.Info.Source, frame.Info.Index, (double)score));
                return ValueTask.CompletedTask;
            }), TestGraph.From("change"));
        var snapshot = await graph.RunAsync();
        Assert.All(snapshot.Sources, s => Assert.Equal(s.Arrived, s.Outcomes[Outcome.Published]));
        return [.. flagged.Order()];
    }

    [Fact]
    public async Task Frame_PictureChangesAtOnce_IsFlaggedWithItsStrength()
        => Assert.Equal([("s0", 3L, 100.0)], await FlaggedAsync(Options(), [50, 50, 50, 150, 150, 150]));

    [Fact]
    public async Task Frame_FirstOfItsSource_IsNotFlagged()
        => Assert.Empty(await FlaggedAsync(Options(), [255], [0]));

    [Fact]
    public async Task Frame_ChangeBelowThreshold_IsNotFlagged()
        => Assert.Empty(await FlaggedAsync(Options(threshold: 20), [100, 115, 100, 115]));

    [Fact]
    public async Task Frame_ChangeWithinMinGap_BelongsToTheFirst()
        => Assert.Equal([1L, 4L], (await FlaggedAsync(Options(gapSeconds: 3), [0, 200, 0, 200, 0])).Select(f => f.Index));

    [Fact]
    public async Task Frame_SourceThatAlwaysMoves_NeedsMoreThanItsUsual()
    {
        // Twenty levels back and forth all the time: unusual at first, usual soon.
        var levels = Enumerable.Range(0, 200).Select(i => (byte)(i % 2 == 0 ? 100 : 110)).Append((byte)10).ToArray();

        Assert.Equal([200L], (await FlaggedAsync(Options(threshold: 85), levels)).Select(f => f.Index));
        Assert.Equal([200L], (await FlaggedAsync(Options(threshold: 15), levels)).Select(f => f.Index));
    }

    [Fact]
    public async Task Frame_TwoSources_AreJudgedApart()
    {
        var flagged = await FlaggedAsync(Options(), [10, 10, 10, 10], [200, 200, 90, 90]);

        Assert.Equal([("s1", 2L, 110.0)], flagged);
    }

    [Fact]
    public void Check_NegativeGap_NamesTheKey()
        => Assert.Equal("min_gap", Assert.Single(Factory.Check(Options(gapSeconds: -1))).Key);
}
