using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Tuning;
using Sluice.Native.Ort;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Inference;

/// <summary>A model that goes wrong takes down its own batch, is given a fresh session, and nothing else notices.</summary>
public sealed class ModelFaultTests
{
    private readonly ImmutableArray<Detection>[] _results = new ImmutableArray<Detection>[1];

    [Fact]
    public void Detect_RunFails_IsTriedOnAFreshSessionThenThrown()
    {
        using var faulty = FaultyModel.Fails();
        using var model = faulty.Load();
        using var run = new DetectionRun(model, 1);
        using Frame dark = Picture(20), bright = Picture(200);
        run.Detect([dark], _results, CancellationToken.None);

        Assert.Throws<OrtException>(() => run.Detect([bright], _results, CancellationToken.None));

        Assert.Equal(1, model.Renewals);
        run.Detect([dark], _results, CancellationToken.None);
        Assert.Single(_results[0]);
    }

    [Fact]
    public void Detect_NumbersThatAreNone_AreAskedForAgainThenGivenUp()
    {
        using var faulty = FaultyModel.GivesNaN();
        using var model = faulty.Load();
        using var run = new DetectionRun(model, 1);
        using Frame dark = Picture(20), bright = Picture(200);
        run.Detect([dark], _results, CancellationToken.None);

        run.Detect([bright], _results, CancellationToken.None);

        Assert.True(_results[0].IsDefault);
        Assert.Equal(1, model.Renewals);
        run.Detect([dark], _results, CancellationToken.None);
        Assert.Single(_results[0]);
    }

    [Fact]
    public async Task Detect_RunHangs_EndsAtItsDeadlineAndGoesOnFresh()
    {
        using var faulty = FaultyModel.Hangs();
        using var model = faulty.Load();
        using var run = new DetectionRun(model, 1);
        using Frame dark = Picture(20), bright = Picture(200);
        run.Detect([dark], _results, CancellationToken.None);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var hanging = Task.Run(() => run.Detect([bright], _results, deadline.Token), CancellationToken.None);

        await Assert.ThrowsAsync<OperationCanceledException>(() => hanging.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        run.Detect([dark], _results, CancellationToken.None);
        Assert.Single(_results[0]);
        Assert.Equal(1, model.Renewals);
    }

    [Fact]
    public void Detect_FailsEveryTime_IsNotLoadedForEveryFrame()
    {
        using var faulty = FaultyModel.Fails();
        var time = new ManualTime();
        using var model = faulty.Load(time);
        using var run = new DetectionRun(model, 1);
        using var bright = Picture(200);

        for (var i = 0; i < 5; i++) Assert.Throws<OrtException>(() => run.Detect([bright], _results, CancellationToken.None));
        Assert.Equal(0, model.Renewals); // the session never ran well: a fresh one would not either

        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++) Assert.Throws<OrtException>(() => run.Detect([bright], _results, CancellationToken.None));
        Assert.Equal(1, model.Renewals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Graph_OneFrameBreaksTheModel_OnlyThatFrameFails(bool isNaN)
    {
        using var faulty = isNaN ? FaultyModel.GivesNaN() : FaultyModel.Fails();
        using var models = new ModelRegistry([faulty.Config], AppContext.BaseDirectory);
        var chosen = new DetectShape(new(1, 1, 1), new(), "the test");
        var graph = new TestGraph();
        foreach (var source in new[] { "a", "b" })
        {
            var bad = source == "a" ? 5 : -1;
            graph.Source(source, new() { Frames = 12, Width = 32, Height = 32, Paint = (i, picture) => Paint(picture, i == bad ? (byte)200 : (byte)20) });
        }

        graph.Stage("detect", new FakeFactory(context => new DetectStage(context, new() { Model = "faulty" }, models, chosen)), new NoOptions(), TestGraph.From("*"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(1, snapshot.Sources.Single(static s => s.Id == "a").Outcomes[Outcome.Failed]);
        Assert.Equal(11, snapshot.Sources.Single(static s => s.Id == "a").Outcomes[Outcome.Published]);
        Assert.Equal(12, snapshot.Sources.Single(static s => s.Id == "b").Outcomes[Outcome.Published]);
    }

    [Fact]
    public async Task Graph_ModelHangs_FailsItsFrameAtTheDeadlineAndServesTheRest()
    {
        using var faulty = FaultyModel.Hangs();
        using var models = new ModelRegistry([faulty.Config], AppContext.BaseDirectory);
        var chosen = new DetectShape(new(1, 1, 1), new(), "the test");
        var graph = new TestGraph { Settings = new() { StageDeadline = TimeSpan.FromMilliseconds(300) }, GivesUpCalls = true };
        graph.Source("a", new() { Frames = 6, Width = 32, Height = 32, Paint = (i, picture) => Paint(picture, i == 2 ? (byte)200 : (byte)20) });
        graph.Stage("detect", new FakeFactory(context => new DetectStage(context, new() { Model = "faulty" }, models, chosen)), new NoOptions(), TestGraph.From("*"));

        var snapshot = await graph.RunAsync();

        Assert.Equal(1, snapshot.Sources[0].Outcomes[Outcome.Failed]);
        Assert.Equal(5, snapshot.Sources[0].Outcomes[Outcome.Published]);
    }

    private static Frame Picture(byte level)
    {
        var picture = new HostPicture(32, 32, PixelFormat.Gray8, ColorRange.Full);
        Paint(picture, level);
        return new(ClipFrames.Info("made", 0), picture);
    }

    private static void Paint(HostPicture picture, byte level)
    {
        picture.WritablePlane(0).Fill(level);
        for (var plane = 1; plane < picture.PlaneCount; plane++) picture.WritablePlane(plane).Fill(128);
    }
}
