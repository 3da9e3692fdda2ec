using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats;

namespace Sluice.Tests.Sinks;

public sealed class NatsSinkTests : IDisposable
{
    private readonly SinkFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ServerFact("nats-server")]
    public async Task Run_FramesAndKeyframe_TellsBoth()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var listener = await server.ConnectAsync();
        using var messages = listener.Subscribe("sluice.>");
        await listener.PublishAsync("settle", default, default);
        await listener.FlushAsync(default);
        var sink = await StartAsync(server.Url);
        for (var i = 0; i < 5; i++)
        {
            using var frame = _fixture.Frame("gate.1", i, SinkFixture.Car(), SinkFixture.Car(i));
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
            if (i != 2) continue;
            using var key = frame.With(new Keyframe { Score = 0.5f, Reasons = new Dictionary<string, double> { ["tracks"] = 1 } });
            await sink.ProcessAsync(key, NoOutput.Instance, default);
        }

        await sink.EndSourceAsync("gate.1", NoOutput.Instance, default);
        await sink.DisposeAsync();
        var event1 = await messages.ReadAsync();
        var event2 = await messages.ReadAsync();
        Assert.Equal(("sluice.box-01.keyframe.gate_1", "sluice.box-01.summary.gate_1"), (event1.Subject, event2.Subject));
        var keyframe = JsonDocument.Parse(event1.Payload).RootElement;
        Assert.Equal((2, 0.5f, 2), (keyframe.GetProperty("frame").GetInt32(), keyframe.GetProperty("score").GetSingle(), keyframe.GetProperty("detections").GetArrayLength()));
        var summary = JsonDocument.Parse(event2.Payload).RootElement;
        Assert.Equal("{\"car\":10}", summary.GetProperty("objects").GetRawText());
        Assert.Equal((5, 1, true), (summary.GetProperty("frames").GetInt32(), summary.GetProperty("keyframes").GetInt32(), summary.GetProperty("ended").GetBoolean()));
        Assert.Equal(new SinkCounts(2, 2, 0), ((ISink)sink).Counts);
    }

    [ServerFact("nats-server")]
    public async Task Run_EventsOnTwoLinks_AreToldOnceAndSummedUp()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        await using var listener = await server.ConnectAsync();
        using var messages = listener.Subscribe("sluice.>");
        await listener.PublishAsync("settle", default, default);
        await listener.FlushAsync(default);
        var sink = await StartAsync(server.Url);
        using (var frame = _fixture.Frame("gate", 3))
        using (var seen = frame.WithPlaces([SinkFixture.Cross], [new() { Name = "stop_line", Points = [new(0, 0), new(1, 1)], Counts = [new("car", 3, 1)] }]))
        using (var key = seen.With(new Keyframe { Score = 0.5f, Reasons = new Dictionary<string, double>() }))
        {
            foreach (var given in new[] { frame, seen, key }) await sink.ProcessAsync(given, NoOutput.Instance, default);
        }

        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        var (told, keyframe, summary) = (await messages.ReadAsync(), await messages.ReadAsync(), await messages.ReadAsync());
        Assert.Equal(["sluice.box-01.event.gate", "sluice.box-01.keyframe.gate", "sluice.box-01.summary.gate"], [told.Subject, keyframe.Subject, summary.Subject]);
        var happened = JsonDocument.Parse(told.Payload).RootElement;
        Assert.Equal(["source", "frame", "id", "pts_time", "captured_at", "kind", "place", "track", "label", "direction", "values"],
            happened.EnumerateObject().Select(static p => p.Name));
        var sums = JsonDocument.Parse(summary.Payload).RootElement;
        Assert.Equal("{\"cross\":1}", sums.GetProperty("events").GetRawText());
        Assert.Equal("{\"stop_line\":{\"car\":{\"in\":3,\"out\":1}}}", sums.GetProperty("places").GetRawText());
    }

    [ServerFact("nats-server")]
    public async Task Run_ServerDownAtTheEndOfASource_SummaryArrivesWhenItIsBack()
    {
        await using var server = new NatsServerFixture();
        await server.StartAsync();
        var sink = await StartAsync(server.Url);
        await server.KillAsync();
        using (var frame = _fixture.Frame("gate", 0)) await sink.ProcessAsync(frame, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        Assert.Equal(new SinkCounts(1, 0, 0), ((ISink)sink).Counts);
        await server.StartAsync();
        await sink.DisposeAsync();
        Assert.Equal(new SinkCounts(1, 1, 0), ((ISink)sink).Counts);
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [ServerFact("nats-server")]
    public async Task Run_Embedded_StartsAndEndsItsOwnServer()
    {
        var sink = await StartAsync("embedded:nats");
        using (var frame = _fixture.Frame("gate", 0)) await sink.ProcessAsync(frame, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Equal(new SinkCounts(1, 1, 0), ((ISink)sink).Counts);
        Assert.True(Directory.Exists(Path.Combine(_fixture.Folder, "nats", "jetstream")));
    }

    [Fact]
    public async Task Dispose_ServerNeverThere_ReportsWhatIsLost()
    {
        var sink = Create(new() { Url = $"nats://127.0.0.1:{FreePort.Take()}", FlushTimeout = TimeSpan.FromMilliseconds(20) });
        await sink.StartAsync(default);
        using (var frame = _fixture.Frame("gate", 0)) await sink.ProcessAsync(frame, NoOutput.Instance, default);
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        await sink.DisposeAsync();
        Assert.Contains("1 messages did not reach the server", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    private async Task<IFrameStage> StartAsync(string url)
    {
        var sink = Create(new() { Url = url });
        await sink.StartAsync(default);
        return sink;
    }

    private IFrameStage Create(NatsOptions options) => (IFrameStage)new NatsFactory().Create(_fixture.Context("gate"), (object)options);
}
