using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Tuning;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Inference;

public sealed class DetectStageTests
{
    private static readonly DetectOptions Options = new() { Model = "yolox_nano_416_dynbatch", Score = 0.01 };

    [DataTheory, InlineData(1, 3), InlineData(2, 2)]
    public async Task Runs_Several_GiveEveryFrameWhatOneRunGives(int batch, int runs)
    {
        var (alone, _) = await RunAsync(Options, new(1, 1, 1));
        var (together, _) = await RunAsync(Options, new(batch, 1, runs));

        Assert.Equal(alone.Select(static f => f.Key), together.Select(static f => f.Key));
        Assert.True(alone.Sum(static f => f.Found.Length) > 20);
        foreach (var (one, other) in alone.Zip(together)) Assert.Equal(one.Found.ToArray(), other.Found.ToArray());
    }

    [DataFact]
    public async Task Interval_Two_LeavesTwoOfThreeFramesUnseenAndSaysSo()
    {
        var (frames, snapshot) = await RunAsync(Options with { Interval = 2 }, new(1, 1, 2));

        Assert.Equal(frames.Select(static f => f.Key.Index % 3 != 0), frames.Select(static f => f.Skipped));
        Assert.All(frames.Where(static f => f.Skipped), static f => Assert.Empty(f.Found));
        Assert.Equal(6, snapshot.Stages[0].In);
        Assert.Equal(16, snapshot.Stages[0].Out);
    }

    [DataFact]
    public async Task Shadow_IntervalTwo_LooksAtOneOfThreeFramesOfEachSourceAndLeavesTheOthersAsTheyAre()
    {
        var (frames, snapshot) = await RunAsync(Options with { Interval = 2, Shadow = true }, new(2, 1, 2));
        var (all, _) = await RunAsync(Options, new(1, 1, 1));

        Assert.DoesNotContain(frames, static f => f.Skipped);
        foreach (var (frame, seen) in frames.Zip(all)) Assert.Equal(frame.Key.Index % 3 == 0 ? seen.Found.ToArray() : [], frame.Found.ToArray());
        Assert.Equal((16, 16), (snapshot.Stages[0].In, snapshot.Stages[0].Out));
    }

    private static async Task<(List<((string Source, long Index) Key, ImmutableArray<Detection> Found, bool Skipped)>, EngineSnapshot)> RunAsync(
        DetectOptions options, RunShape shape)
    {
        using var models = new ModelRegistry([TestCards.YoloxNanoDynamic], Repository.Data);
        var found = new List<((string Source, long Index) Key, ImmutableArray<Detection> Found, bool Skipped)>();
        var chosen = new DetectShape(shape, new() { Size = shape.Batch, MaxDelay = TimeSpan.FromMilliseconds(5) }, "the test");
        var graph = new TestGraph();
        foreach (var (source, seed) in new[] { ("a", 1), ("b", 2) })
            graph.Source(source, new() { Frames = 8, Width = 208, Height = 208, Paint = (i, picture) => Blobs(new(seed * 100 + i), picture) });
        graph.Stage("detect", new FakeFactory(context => new DetectStage(context, options, models, chosen)), new NoOptions(), TestGraph.From("*"))
            .Stage("last", new FakeStage((frame, _, _) =>
            {
                lock (found) found.Add(((frame.Info.Source, frame.Info.Index), frame.Detections, frame.IsSkipped));
                return ValueTask.CompletedTask;
            }), TestGraph.From("detect"));
        var snapshot = await graph.RunAsync();
        return ([.. found.OrderBy(static f => f.Key)], snapshot);
    }

    // Dark and bright patches: what a model sees in them does not matter, only that it is something, and not the same in each frame.
    private static void Blobs(Random random, HostPicture picture)
    {
        var pixels = picture.WritablePlane(0);
        pixels.Fill(128);
        for (var patch = 0; patch < 12; patch++)
        {
            var (x, y, side, value) = (random.Next(160), random.Next(160), random.Next(10, 48), (byte)random.Next(256));
            for (var row = y; row < y + side; row++) pixels.Slice((row * picture.StrideBytes(0)) + x, side).Fill(value);
        }
    }
}
