using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Graph;
using Sluice.Core.Web;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Web;

public sealed class ControlTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly LiveGraph _live = new(new TestGraph { Stays = true }
        .Source("gate", Endless())
        .Stage("all", new FakeStage(), TestGraph.From("*"))
        .Stage("named", new FakeStage(), TestGraph.From("gate")));
    private readonly WebRoutes _routes = new();
    private WebFront _front = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        await _live.StartAsync();
        _front = await WebFront.StartAsync("127.0.0.1:0", new() { Snapshot = _live.Engine.Snapshot, Control = new(_live.Engine, "/"), Routes = _routes }, default);
        _http = new() { BaseAddress = _front.Address };
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)this).DisposeAsync();

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        _http.Dispose();
        await _front.DisposeAsync();
        await _live.DisposeAsync();
    }

    [Fact]
    public async Task Sources_AddedListedPausedResumedReplacedAndRemoved_AnswerWithTheSource()
    {
        _live.Graph.Later("door", Endless());

        var (added, one) = await SendAsync(HttpMethod.Post, "/v1/sources", """{"id": "door", "uri": "rtsp://viewer:hunter22@camera.example/1?token=abcdef", "timeout": "5s"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("/v1/sources/door", added.Headers.Location!.ToString());
        Assert.Equal("rtsp://viewer:***@camera.example/1?token=***", one.GetProperty("source").GetProperty("uri").GetString());
        await LiveGraph.UntilAsync(() => _live.Of("door").Arrived > 2);

        var (_, list) = await SendAsync(HttpMethod.Get, "/v1/sources");
        Assert.Equal(["gate", "door"], list.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("id").GetString()));
        Assert.DoesNotContain("hunter22", list.GetRawText(), StringComparison.Ordinal);

        Assert.Equal("paused", State((await SendAsync(HttpMethod.Post, "/v1/sources/door/pause")).Json));
        Assert.NotEqual("paused", State((await SendAsync(HttpMethod.Post, "/v1/sources/door/resume")).Json));

        var (replaced, _) = await SendAsync(HttpMethod.Put, "/v1/sources/door", "{ uri: \"rtsp://camera.example/2\", transport: udp } # the id is in the address");
        Assert.Equal((HttpStatusCode.OK, "rtsp://camera.example/2"), (replaced.StatusCode, _live.Of("door").Uri));

        var (removed, account) = await SendAsync(HttpMethod.Delete, "/v1/sources/door");
        Assert.Equal((HttpStatusCode.OK, "ended"), (removed.StatusCode, State(account)));
        var (_, after) = await SendAsync(HttpMethod.Get, "/v1/sources");
        Assert.Equal(2, after.GetProperty("removed").GetProperty("sources").GetInt64());
        Assert.Single(after.GetProperty("sources").EnumerateArray());
        await _live.StopAsync();
    }

    [Fact]
    public async Task Remove_SourceThatAStageNames_SaysSo()
    {
        var (_, json) = await SendAsync(HttpMethod.Delete, "/v1/sources/gate");

        Assert.Equal("stage 'named' names 'gate' in its 'from': it takes nothing from there until a source 'gate' is added",
            json.GetProperty("warnings")[0].GetString());
    }

    [Theory]
    [InlineData("POST", "/v1/sources", """{"id": "gate", "uri": "rtsp://camera.example/1"}""", 409, "there is a source 'gate' already; replace it, or choose another id")]
    [InlineData("PUT", "/v1/sources/gat", """{"uri": "rtsp://camera.example/1"}""", 404, "there is no source 'gat'; nearest is 'gate'")]
    [InlineData("DELETE", "/v1/sources/nobody", null, 404, "there is no source 'nobody'; sources are gate")]
    [InlineData("GET", "/v1/sources/nobody", null, 404, "there is no source 'nobody'; sources are gate")]
    [InlineData("POST", "/v1/sources/gate/resume", null, 409, "source 'gate' is not paused")]
    [InlineData("GET", "/nothing/here.m3u8", null, 404, "nothing is served at /nothing/here.m3u8")]
    public async Task Change_ThatCannotBe_SaysWhy(string method, string path, string? body, int status, string message)
    {
        var (answer, json) = await SendAsync(new(method), path, body);

        Assert.Equal((status, message), ((int)answer.StatusCode, json.GetProperty("errors")[0].GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Add_FaultySource_SaysEveryFaultWithItsPlace()
    {
        var (answer, json) = await SendAsync(HttpMethod.Post, "/v1/sources", """
            {"id": "a b",
             "urri": "rtsp://viewer:hunter22@camera.example/1",
             "timeout": 5}
            """);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            [
                "request:1:1: source 'a b': 'uri' is missing; expected a text",
                "request:1:8: source 'a b': 'id' may hold letters, digits, '-', '_' and '.', found 'a b'",
                "request:2:2: source 'a b': unknown key 'urri'; nearest is 'uri'",
                "request:3:13: source 'a b': timeout: expected a duration such as 20ms, 5s or 2m, found '5'; write the unit: 5ms or 5s",
            ],
            json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("at").GetString()}: {e.GetProperty("message").GetString()}"));
        Assert.DoesNotContain("hunter22", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_BodyOverTheLimit_IsRefused()
    {
        var (answer, json) = await SendAsync(HttpMethod.Post, "/v1/sources", new string('#', 100_000));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("65536 bytes", json.GetProperty("errors")[0].GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory, InlineData("Host", "evil.example"), InlineData("Host", "localhost.evil.example:80"), InlineData("Origin", "https://evil.example"), InlineData("Origin", "null")]
    public async Task Request_FromAWebSite_IsRefused(string header, string value)
    {
        foreach (var (method, path) in new[] { ("POST", "/v1/sources/gate/pause"), ("GET", "/v1/sources"), ("GET", "/") })
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (header == "Host") request.Headers.Host = value;
            else request.Headers.Add(header, value);
            using var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.NotEqual(SourceState.Paused, _live.Of("gate").Status.State);
    }

    [Fact]
    public async Task Request_FromTheOwnPage_IsServed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/sources");
        request.Headers.Add("Origin", _front.Address.GetLeftPart(UriPartial.Authority));
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Page_HoldsAllItNeeds()
    {
        using var answer = await _http.GetAsync("/");
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Contains("/v1/sources", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_OfStages_AreServedUnderTheirPathAndListed()
    {
        var gone = _routes.Map("/live/gate", http => http.Response.WriteAsync($"{http.Request.PathBase}|{http.Request.Path}"));

        Assert.Equal("/live/gate|/a/index.m3u8", await _http.GetStringAsync(new Uri("/live/gate/a/index.m3u8", UriKind.Relative)));
        Assert.Equal("/live/gate|", await _http.GetStringAsync(new Uri("/live/gate", UriKind.Relative)));
        Assert.Contains("\"ok\"", await _http.GetStringAsync(new Uri("/live", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("/live/gate", (await SendAsync(HttpMethod.Get, "/v1/sources")).Json.GetProperty("served")[0].GetString());
        gone.Dispose();
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/live/gate")).StatusCode);
    }

    private static FakeSourceScript Endless() => new() { Frames = int.MaxValue, Live = true, Before = static async (_, _) => await Task.Delay(1, CancellationToken.None) };

    private static string State(JsonElement json) => json.GetProperty("source").GetProperty("state").GetString()!;

    private async Task<(HttpResponseMessage Answer, JsonElement Json)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body != null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await _http.SendAsync(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer, json.RootElement.Clone());
    }
}
