using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Jsonl;

namespace Sluice.Tests.Sinks.Jsonl;

public sealed class JsonlSinkTests : IDisposable
{
    private readonly SinkFixture _fixture = new() { Time = new ManualTime() };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Process_FrameWithDetections_WritesTheDocumentedObject()
    {
        await RunAsync("a.jsonl", sink => Send(sink, "gate", 12, SinkFixture.Car(track: 7), SinkFixture.Car(11)));
        var line = Assert.Single(Lines("a.jsonl"));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            ["source", "frame", "id", "pts", "pts_time", "captured_at", "width", "height", "detections"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("""[{"class_id":2,"label":"car","score":0.5,"box":[10.5,20,110.5,80],"track":7,"predicted":false},"""
            + """{"class_id":2,"label":"car","score":0.5,"box":[11,20,111,80],"predicted":false}]""", json.GetProperty("detections").GetRawText());
        Assert.Equal("2026-01-31T12:00:00.48Z", json.GetProperty("captured_at").GetString());
    }

    [Fact]
    public async Task Process_FrameWithoutTimestampOrPicture_LeavesThemOut()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            using var frame = new Frame(
                new() { Source = "gate", Id = Guid.CreateVersion7(), Index = 0, CapturedAt = SinkFixture.Noon, ArrivedTimestamp = 0 }, null);
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
        });
        var names = JsonDocument.Parse(Lines("a.jsonl")[0]).RootElement.EnumerateObject().Select(property => property.Name);
        Assert.Equal(["source", "frame", "id", "captured_at", "detections"], names);
    }

    [Fact]
    public async Task EndSource_FilePerSource_ClosesItAndGoesOnInItWhenTheSourceComesBack()
    {
        await RunAsync("{source}.jsonl", async sink =>
        {
            await Send(sink, "gate", 1);
            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
            using (new FileStream(Path.Combine(_fixture.Folder, "gate.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            await Send(sink, "gate", 2);
            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        });
        Assert.Equal(2, Lines("gate.jsonl").Length);
    }

    [Fact]
    public async Task Process_Keyframe_WritesTheKeyframeObject()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            using var frame = _fixture.Frame("gate", 25);
            using var key = frame.With(new Keyframe { Score = 0.75f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 }, Uri = "k/1.jpg" });
            await sink.ProcessAsync(key, NoOutput.Instance, default);
        });
        Assert.Equal("""{"source":"gate","frame":25,"pts_time":1,"score":0.75,"reasons":{"coverage":0.5},"uri":"k/1.jpg"}""", Lines("a.jsonl")[0]);
    }

    [Fact]
    public async Task Process_Attributes_AreWrittenByType()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            using var frame = _fixture.Frame("gate", 0);
            using var first = frame.With("cut", true);
            using var second = first.With("where", "nörd\n");
            await sink.ProcessAsync(second, NoOutput.Instance, default);
        });
        var attributes = JsonDocument.Parse(Lines("a.jsonl")[0]).RootElement.GetProperty("attributes");
        Assert.True(attributes.GetProperty("cut").GetBoolean());
        Assert.Equal("nörd\n", attributes.GetProperty("where").GetString());
    }

    [Fact]
    public async Task Process_FrameWithEvents_WritesThem()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            using var frame = _fixture.Frame("gate", 0);
            using var seen = frame.WithPlaces([SinkFixture.Cross, new() { Kind = "crowd", Place = "yard" }], []);
            await sink.ProcessAsync(seen, NoOutput.Instance, default);
        });
        Assert.Equal("""[{"kind":"cross","place":"stop_line","track":7,"label":"car","direction":"in","values":{"total":3}},"""
            + """{"kind":"crowd","place":"yard","values":{}}]""", JsonDocument.Parse(Lines("a.jsonl")[0]).RootElement.GetProperty("events").GetRawText());
    }

    [Fact]
    public async Task Process_EventsOnly_LeavesOtherFramesOut()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            await Send(sink, "gate", 0);
            using var frame = _fixture.Frame("gate", 1);
            using var seen = frame.WithPlaces([SinkFixture.Cross], []);
            await sink.ProcessAsync(seen, NoOutput.Instance, default);
        }, options: new() { EventsOnly = true });
        Assert.Equal(1, JsonDocument.Parse(Assert.Single(Lines("a.jsonl"))).RootElement.GetProperty("frame").GetInt64());
    }

    [Fact]
    public async Task Process_SourceInPath_MakesAFileForEach()
    {
        await RunAsync("{source}.jsonl", async sink =>
        {
            await Send(sink, "gate", 0);
            await Send(sink, "lobby", 0);
            await Send(sink, "lobby", 1);
        });
        Assert.Single(Lines("gate.jsonl"));
        Assert.Equal(2, Lines("lobby.jsonl").Length);
    }

    [Theory, InlineData(false, 1), InlineData(true, 2)]
    public async Task Start_ExistingFile_IsReplacedUnlessAppended(bool append, int lines)
    {
        await RunAsync("a.jsonl", sink => Send(sink, "gate", 0));
        await RunAsync("a.jsonl", sink => Send(sink, "gate", 1), append);
        Assert.Equal(lines, Lines("a.jsonl").Length);
    }

    [Fact]
    public async Task Timer_Fires_LinesReachTheFile()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            await Send(sink, "gate", 0);
            Assert.Empty(Lines("a.jsonl"));
            ((ManualTime)_fixture.Time).Tick();
            Assert.Single(Lines("a.jsonl"));
            Assert.Equal(new SinkCounts(1, 1, 0), ((ISink)sink).Counts);
        });
    }

    [Fact]
    public async Task EndSource_LinesPending_ReachTheFile()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            await Send(sink, "gate", 0);
            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
            Assert.Single(Lines("a.jsonl"));
        });
    }

    [Fact]
    public async Task Process_ManyBlocks_EveryLineIsWhole()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            for (var i = 0; i < 2000; i++) await Send(sink, "gate", i, SinkFixture.Car(i), SinkFixture.Car(i + 1));
        });
        var frames = Lines("a.jsonl").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("frame").GetInt64());
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), frames);
    }

    [Fact]
    public async Task Flush_DiskFull_IsReportedOnceAndNotAcknowledged()
    {
        var sink = await StartAsync("/dev/full");
        await Send(sink, "gate", 0);
        ((ManualTime)_fixture.Time).Tick();
        ((ManualTime)_fixture.Time).Tick();
        Assert.Equal(new SinkCounts(1, 0, 0), ((ISink)sink).Counts);
        Assert.Equal(1, _fixture.Log.Errors);
        await sink.DisposeAsync();
        Assert.Contains("1 lines did not reach '/dev/full'", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_DiskFullForLong_FailsTheFrameInsteadOfGrowing()
    {
        var sink = await StartAsync("/dev/full");
        var many = Enumerable.Range(0, 200).Select(i => SinkFixture.Car(i)).ToArray();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var i = 0; i < 1000; i++) await Send(sink, "gate", i, many);
        });
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Process_BoxIsNotANumber_FailsThatFrameAndLeavesNoTornLine()
    {
        await RunAsync("a.jsonl", async sink =>
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Send(sink, "gate", 0, SinkFixture.Car(float.NaN)));
            await Send(sink, "gate", 1);
        });
        Assert.Equal(1, JsonDocument.Parse(Assert.Single(Lines("a.jsonl"))).RootElement.GetProperty("frame").GetInt64());
    }

    [Fact]
    public async Task Process_SteadyState_AllocatesAlmostNothing()
    {
        await RunAsync("a.jsonl", sink =>
        {
            using var frame = _fixture.Frame("gate", 0, SinkFixture.Car(), SinkFixture.Car(11), SinkFixture.Car(12));
            Assert.InRange(SteadyAllocation.Of(1000, () => sink.ProcessAsync(frame, NoOutput.Instance, default)), 0, 64 * 1000);
            return Task.CompletedTask;
        });
    }

    private async Task Send(IFrameStage sink, string source, long index, params Detection[] detections)
    {
        using var frame = _fixture.Frame(source, index, detections);
        await sink.ProcessAsync(frame, NoOutput.Instance, default);
    }

    private async Task<IFrameStage> StartAsync(string to, bool append = false, JsonlOptions? options = null)
    {
        var sink = (IFrameStage)new JsonlFactory().Create(
            _fixture.Context("gate", "lobby"), (object)((options ?? new()) with { To = to, Append = append }));
        await sink.StartAsync(default);
        return sink;
    }

    private async Task RunAsync(string to, Func<IFrameStage, Task> act, bool append = false, JsonlOptions? options = null)
    {
        var sink = await StartAsync(to, append, options);
        await act(sink);
        await sink.DisposeAsync();
    }

    private string[] Lines(string name)
    {
        using var stream = new FileStream(Path.Combine(_fixture.Folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
