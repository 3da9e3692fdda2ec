using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Tests.Config;

public sealed class SeedTests
{
    private const string Text = """
        version: 1
        sources: [{ id: gate, uri: gate.mp4 }]
        stages:
          - { id: thin, use: sample, from: gate, fps: 5 }
          - { id: some, use: keyframes, from: thin, budget: 60/h, seed: 5 }
          - { id: more, use: keyframes, from: thin, budget: 10/h }
        """;

    [Fact]
    public void Seed_Given_IsThatOfEveryStageThatDraws() => Assert.Equal([7, 7], Seeds(Load(7)));

    [Fact]
    public void Seed_LeftOut_LeavesTheGraphs() => Assert.Equal([5, 1], Seeds(Load(null)));

    [Fact]
    public void Seed_StageSetByItself_CountsMore() => Assert.Equal([7, 3], Seeds(Load(7, "stages.more.seed=3")));

    [Fact]
    public void Seed_Another_IsAnotherRevision() => Assert.Equal(3, new[] { Load(null), Load(7), Load(8) }.Select(static graph => graph.Revision).Distinct().Count());

    private static GraphConfig Load(int? seed, params string[] sets)
        => GraphLoader.Parse(Text, "graph.yaml", GraphText.Folder, BuiltInStages.Catalog(), new LoadOptions { Seed = seed, Sets = sets, RequireFiles = false });

    private static IEnumerable<int> Seeds(GraphConfig graph) => graph.Stages.Select(static stage => stage.Options).OfType<KeyframeOptions>().Select(static options => options.Seed);
}
