using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Webhook;
using Sluice.EndToEnd.Tests.Inputs;

namespace Sluice.Tests.Sinks;

/// <summary>The webhook sink against a listener that records what it is sent.</summary>
public sealed class WebhookSinkTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "correct horse battery";
    private readonly SinkFixture _fixture = new();
    private readonly ConcurrentQueue<Post> _posts = new();
    private FileServer? _server;

    // Answers a request by its number, from 1.
    private Func<int, HttpContext, Task> _answer = static (_, _) => Task.CompletedTask;

    public async Task InitializeAsync() => _server = await FileServer.StartAsync(app => app.MapPost("/hook/secret-part", async (HttpContext context) =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _posts.Enqueue(new(context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        await _answer(_posts.Count, context);
    }));

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Event_IsPostedSigned()
    {
        var sink = await StartAsync(new());
        await CrossAsync(sink, 3);
        await sink.DisposeAsync();
        var post = Assert.Single(_posts);
        Assert.Equal("application/json", post.Headers["Content-Type"]);
        Assert.Equal(WebhookSignature.Of(Secret, post.Headers["Sluice-Timestamp"], post.Body), post.Headers["Sluice-Signature"]);
        Assert.Equal("Bearer token-1", post.Headers["Authorization"]);
        using var json = JsonDocument.Parse(post.Body);
        Assert.Equal(post.Headers["Idempotency-Key"], json.RootElement.GetProperty("id").GetString());
        Assert.Equal("stop_line", json.RootElement.GetProperty("event").GetProperty("place").GetString());
        Assert.Equal((1, 1), (sink.Counts.Accepted, sink.Counts.Acknowledged));
    }

    [Fact]
    public async Task Cooldown_ManyEvents_ArePostedAsOneAndCounted()
    {
        var sink = await StartAsync(new() { Cooldown = TimeSpan.FromHours(1) });
        for (var i = 0; i < 10; i++) await CrossAsync(sink, i);
        await sink.DisposeAsync();
        Assert.Single(_posts);
    }

    [Fact]
    public async Task Answer_ThatPasses_IsTriedAgainWithTheSameKey()
    {
        _answer = static (number, context) =>
        {
            if (number == 1) context.Response.StatusCode = 503;
            if (number == 2) (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "0.2");
            if (number == 3) (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (401, "0");
            return Task.CompletedTask;
        };
        var sink = await StartAsync(new());
        await CrossAsync(sink, 3);
        await sink.DisposeAsync();
        Assert.Equal(4, _posts.Count);
        Assert.Single(_posts.Select(static post => post.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal((1, 0), (sink.Counts.Acknowledged, sink.Counts.Dropped));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Answer_ThatStays_IsSetAsideAndTheNextGoes(int status)
    {
        _answer = (number, context) =>
        {
            if (number == 1) (context.Response.StatusCode, context.Response.Headers.Location) = (status, "https://elsewhere.example/");
            return Task.CompletedTask;
        };
        var sink = await StartAsync(new());
        for (var i = 0; i < 2; i++) await CrossAsync(sink, i);
        await sink.DisposeAsync();
        Assert.Equal((2, 1, 1, 0), (sink.Counts.Accepted, sink.Counts.Acknowledged, sink.Counts.Dropped, sink.Counts.Spooled));
        Assert.Equal(2, _posts.Count);
        var refused = await File.ReadAllTextAsync(Path.Combine(_fixture.Folder, "out/spool/store/refused.jsonl"));
        Assert.Contains($"{status}", refused, StringComparison.Ordinal);
        foreach (var text in new[] { refused, _fixture.Log.ToString() })
            foreach (var secret in new[] { "secret-part", Secret, "token-1" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatDoesNotAnswer_IsTriedAgain()
    {
        _answer = static (number, context) => number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default) : Task.CompletedTask;
        var sink = await StartAsync(new() { Timeout = TimeSpan.FromMilliseconds(300) });
        await CrossAsync(sink, 3);
        await sink.DisposeAsync();
        Assert.True(_posts.Count >= 2);
        Assert.Equal(1, sink.Counts.Acknowledged);
    }

    [Fact]
    public async Task Restart_AfterAnOutage_PostsEachMessageOnce()
    {
        var away = true;
        _answer = (_, context) =>
        {
            if (away) context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var first = await StartAsync(new() { FlushTimeout = TimeSpan.Zero });
        for (var i = 0; i < 20; i++) await CrossAsync(first, i);
        await first.DisposeAsync();
        Assert.Equal((20, 0, 20), (first.Counts.Accepted, first.Counts.Acknowledged, first.Counts.Spooled));

        away = false;
        _posts.Clear();
        var second = await StartAsync(new());
        for (var i = 20; i < 30; i++) await CrossAsync(second, i);
        await second.DisposeAsync();
        Assert.Equal((30, 30, 0), (second.Counts.Accepted, second.Counts.Acknowledged, second.Counts.Spooled));
        Assert.Equal(30, _posts.Count);
        Assert.Equal(30, _posts.Select(static post => post.Headers["Idempotency-Key"]).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 30), _posts.Select(static post => JsonDocument.Parse(post.Body).RootElement.GetProperty("event").GetProperty("frame").GetInt32()));
    }

    [Fact]
    public async Task Keyframe_ForNtfy_IsTextWithATitle()
    {
        var sink = await StartAsync(new() { Template = WebhookTemplate.Ntfy, Text = "{source} {score} {uri}" });
        using var frame = _fixture.Frame("gate", 3);
        using var chosen = frame.With(new Keyframe { Score = 0.75f, Reasons = new Dictionary<string, double>(), Uri = "s3://b/k.jpg" });
        // The same by a second link.
        for (var i = 0; i < 2; i++) await sink.ProcessAsync(chosen, NoOutput.Instance, default);
        await sink.DisposeAsync();
        var post = Assert.Single(_posts);
        Assert.Equal("gate 0.75 s3://b/k.jpg", System.Text.Encoding.UTF8.GetString(post.Body));
        Assert.Equal("gate: keyframe", post.Headers["Title"]);
    }

    private async Task<WebhookSink> StartAsync(WebhookOptions options)
    {
        options = options with
        {
            Url = $"{_server!.Url}/hook/secret-part",
            Secret = Secret,
            Cooldown = options.Cooldown == new WebhookOptions().Cooldown ? TimeSpan.Zero : options.Cooldown,
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer token-1" },
            FlushTimeout = options.FlushTimeout == TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
        };
        Assert.Empty(new WebhookFactory().Check((object)options));
        var sink = new WebhookSink(_fixture.Context("gate"), options);
        await sink.StartAsync(default);
        return sink;
    }

    private async Task CrossAsync(WebhookSink sink, long index)
    {
        using var frame = _fixture.Frame("gate", index);
        using var crossed = frame.WithPlaces([SinkFixture.Cross], []);
        await sink.ProcessAsync(crossed, NoOutput.Instance, default);
    }

    private sealed record Post(Dictionary<string, string> Headers, byte[] Body);
}
