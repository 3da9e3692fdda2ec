using System.Net;
using System.Text.Json;
using Sluice.Core.Web;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class WebFrontTests
{
    [Fact]
    public async Task Get_WhileAndAfterTheRun_AnswersMetricsHealthAndReadiness()
    {
        TaskCompletionSource hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var graph = new TestGraph().Source("a", new()
        {
            Frames = 1,
            Hold = hold.Task,
            Before = (_, _) =>
            {
                running.SetResult();
                return ValueTask.CompletedTask;
            },
        });
        graph.Stage("last", new FakeStage(), TestGraph.From("a"));
        graph.Build();
        await using var server = await WebFront.StartAsync("localhost:0", new() { Snapshot = graph.Engine.Snapshot }, default);
        using var http = new HttpClient { BaseAddress = server.Address };
        var run = graph.RunAsync();
        await running.Task;

        var metrics = await http.GetAsync("/metrics");
        var ready = await http.GetAsync("/readyz");
        hold.SetResult();
        await run;
        var over = await http.GetAsync("/ready");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Content.Headers.ContentType!.ToString());
        Assert.Contains("sluice_frames_total{source=\"a\"", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (ready.StatusCode, over.StatusCode));
        Assert.Equal("application/json; charset=utf-8", over.Content.Headers.ContentType!.ToString());
        using var said = JsonDocument.Parse(await over.Content.ReadAsStringAsync());
        Assert.Equal("the engine is ended", said.RootElement.GetProperty("reasons")[0].GetString());
        Assert.Equal("ended", said.RootElement.GetProperty("sources")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Startup_BeforeTheRun_FailsUntilStagesHaveStarted()
    {
        TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var graph = new TestGraph().Source("a", new() { Frames = 1 }).Stage("last", new FakeStage(onStart: async _ => await loaded.Task), TestGraph.From("a"));
        graph.Build();
        await using var server = await WebFront.StartAsync("127.0.0.1:0", new() { Snapshot = graph.Engine.Snapshot }, default);
        using var http = new HttpClient { BaseAddress = server.Address };
        var run = graph.RunAsync();

        var (starting, why) = await AskAsync(http, "/startupz");
        var (notReady, _) = await AskAsync(http, "/readyz");
        loaded.SetResult();
        await run;
        var (started, _) = await AskAsync(http, "/startup");

        Assert.Equal((503, 503, 200), (starting, notReady, started));
        Assert.Equal("stages are loading their models and opening their connections", why.GetProperty("reasons")[0].GetString());
    }

    [Theory, InlineData("/healthz"), InlineData("/live"), InlineData("/startupz"), InlineData("/startup"), InlineData("/readyz"), InlineData("/ready"), InlineData("/readiness")]
    public async Task Probe_UnderEachOfItsNamesAndAnyHost_AnswersJson(string path)
    {
        var graph = new TestGraph { Stays = true }.Stage("last", new FakeStage(), TestGraph.From("*"));
        await using var live = new LiveGraph(graph);
        await live.StartAsync();
        await using var server = await WebFront.StartAsync("127.0.0.1:0", new() { Snapshot = live.Engine.Snapshot, Control = new(live.Engine, "/") }, default);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Host = "probe.example";

        var (status, json) = await AskAsync(http, path);

        Assert.Equal((200, JsonValueKind.String), (status, json.GetProperty("status").ValueKind));
    }

    private static async Task<(int Status, JsonElement Json)> AskAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, json.RootElement.Clone());
    }

    [Theory, InlineData("0.0.0.0:9464"), InlineData("127.0.0.1"), InlineData("9464"), InlineData("nonsense")]
    public async Task Start_WhatChangesTheEngineOnNoLoopbackAddress_IsRefused(string address)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => WebFront.StartAsync(address, new() { Snapshot = () => null!, Routes = new() }, default));

        Assert.StartsWith($"'{address}' is no loopback address with a port; 127.0.0.1:9464 would be one.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MetricsAloneOnEveryAddress_Answers()
    {
        var graph = new TestGraph { Stays = true }.Stage("last", new FakeStage(), TestGraph.From("*"));
        await using var live = new LiveGraph(graph);
        await live.StartAsync();
        await using var server = await WebFront.StartAsync("0.0.0.0:0", new() { Snapshot = live.Engine.Snapshot }, default);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{server.Address.Port}") };

        var (status, json) = await AskAsync(http, "/healthz");
        using var control = await http.GetAsync("/v1/sources");

        Assert.Equal((200, "ok"), (status, json.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, control.StatusCode);
    }
}
