using System.Net;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
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
        Assert.StartsWith("the engine is ended\nsource a: ended", await over.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
    }

    [Theory, InlineData("0.0.0.0:9464"), InlineData("127.0.0.1"), InlineData("9464"), InlineData("nonsense")]
    public async Task Start_NoLoopbackAddressWithPort_IsRefused(string address)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => WebFront.StartAsync(address, new() { Snapshot = () => null! }, default));

        Assert.StartsWith($"'{address}' is no loopback address with a port; 127.0.0.1:9464 would be one.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_NoSourceReachable_SaysWhich()
    {
        var graph = new TestGraph().Source("a", new());
        graph.Build();
        var snapshot = graph.Engine.Snapshot() with { State = EngineState.Running };

        var readiness = Readiness.Of(snapshot);
        await graph.RunAsync();

        Assert.Equal("source 'a' is connecting: no error", Assert.Single(readiness.Reasons));
    }
}
