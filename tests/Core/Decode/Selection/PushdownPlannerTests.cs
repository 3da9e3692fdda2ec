using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class PushdownPlannerTests
{
    [Theory]
    [InlineData("{ id: a, use: sample, from: cam, fps: 1 }", "a", false)]
    [InlineData("{ id: a, use: sample, from: cam, fps: 1 }, { id: b, use: sample, from: '*', every: 9 }", "a,b", false)]
    [InlineData("{ id: a, use: sample, from: cam, fps: 1 }, { id: t, use: jsonl, from: cam, to: t.jsonl }", "a", true)]
    [InlineData("{ id: a, use: sample, from: cam, fps: 1 }, { id: v, use: video, from: cam, to: v.mp4 }", "", false)]
    [InlineData("{ id: d, use: detect, from: cam, model: m, interval: 4 }, { id: t, use: track, from: d }, { id: o, use: jsonl, from: t, to: o.jsonl }", "d", true)]
    [InlineData("{ id: d, use: detect, from: cam, model: m, interval: 4 }, { id: a, use: sample, from: cam, every: 3 }", "d,a", true)]
    [InlineData("{ id: d, use: detect, from: cam, model: m, interval: 4 }, { id: v, use: render, from: d }", "", false)]
    [InlineData("{ id: d, use: detect, from: cam, model: m, interval: 4 }, { id: t, use: track, from: d, tracker: botsort }", "", false)]
    [InlineData("{ id: d, use: detect, from: cam, model: m, interval: 4 }, { id: t, use: track, from: d, tracker: botsort, camera_motion: false }", "d", true)]
    [InlineData("{ id: d, use: detect, from: cam, model: m }", "", false)]
    [InlineData("{ id: a, use: sample, from: cam, every: 2 }, { id: d, use: detect, from: [cam, a], model: m, interval: 4 }", "", false)]
    [InlineData("{ id: t, use: jsonl, from: cam, to: t.jsonl }", "", false)]
    public void For_TakersOfASource_ChoosesWhereNobodyElseNeedsThePictures(string stages, string expected, bool handsOn)
    {
        var push = Plan(stages, "");
        Assert.Equal(expected, string.Join(',', push?.Stages ?? []));
        Assert.Equal(handsOn, push?.HandsOnOthers ?? false);
    }

    [Fact]
    public void For_AGatedSource_LeavesTheIntervalToTheStage()
        => Assert.Null(Plan("{ id: d, use: detect, from: cam, model: m, interval: 4 }", ", gate: activity"));

    [Theory]
    [InlineData("{ id: d, use: detect, from: cam, model: m }", LoopFilterSkip.All, "m")]
    [InlineData("{ id: d, use: detect, from: cam, model: m, roi: [0, 0, 0.5, 0.5] }", LoopFilterSkip.All, "")]
    [InlineData("{ id: d, use: detect, from: cam, model: m }, { id: v, use: render, from: d }", LoopFilterSkip.NonReference, "")]
    [InlineData("{ id: t, use: jsonl, from: cam, to: t.jsonl }", LoopFilterSkip.NonReference, "")]
    public void For_ASourceThatNeedNotBeExact_DecodesAsCheaplyAsItsReadersAllow(string stages, LoopFilterSkip filter, string models)
    {
        var push = Plan(stages, ", exact: false")!;
        Assert.Equal(filter, push.LoopFilter);
        Assert.Equal(models, string.Join(',', push.Models));
        Assert.Null(Plan(stages, ""));
    }

    private static Pushdown? Plan(string stages, string source)
    {
        var graph = GraphLoader.Parse($"""
            version: 1
            sources: [ {'{'} id: cam, uri: "rtsp://h/1"{source} {'}'} ]
            models: [ {'{'} id: m, path: m.onnx, card: {'{'} family: yolox {'}'} {'}'} ]
            stages: [ {stages}, {'{'} id: rest, use: jsonl, from: {stages.Split("id: ")[1][0]}, to: r.jsonl {'}'} ]
            """, "graph.yaml", "/", BuiltInStages.Catalog(), new LoadOptions { RequireFiles = false });
        return PushdownPlanner.For(graph, graph.Sources[0]);
    }
}
