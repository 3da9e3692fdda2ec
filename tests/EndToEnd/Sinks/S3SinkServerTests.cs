using Sluice.Abstractions;
using Sluice.Core.Sinks.S3;

namespace Sluice.Tests.Sinks;

/// <summary>The s3 sink against a real server that goes away in the middle.</summary>
public sealed class S3SinkServerTests : IDisposable
{
    private const int Frames = 60;
    private readonly SinkFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ServerFact("s3rver")]
    public async Task Run_ServerKilledInTheMiddle_LosesAndDoublesNothing()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        var options = new S3Options
        {
            Bucket = S3ServerFixture.Bucket,
            Endpoint = server.Options.Endpoint,
            AccessKey = "S3RVER",
            SecretKey = "S3RVER",
            Key = "{source}/{frame}",
            FlushTimeout = TimeSpan.FromMinutes(2),
        };
        var sink = new S3Sink(_fixture.Context("gate"), options);
        await sink.StartAsync(default);
        using var output = new CaughtFrames();
        for (var i = 0; i < Frames; i++)
        {
            if (i == Frames / 3) await server.KillAsync();

            // Nothing is known of the server's end before an upload fails.
            if (i == Frames - 1) await UntilSaidAsync("What comes waits in the spool");
            using var frame = _fixture.Frame("gate", i);
            using var chosen = frame.With(new Keyframe { Score = 1, Reasons = new Dictionary<string, double>() });
            await sink.ProcessAsync(chosen, output, default);
        }

        await server.StartAsync();
        await sink.DisposeAsync();
        Assert.Equal((Frames, Frames, 0, 0), (sink.Counts.Accepted, sink.Counts.Acknowledged, sink.Counts.Spooled, sink.Counts.Dropped));
        var expected = Enumerable.Range(0, Frames).SelectMany(static i => new[] { $"gate/{i:D8}.jpg", $"gate/{i:D8}.json" }).Order(StringComparer.Ordinal);
        Assert.Equal(expected, await server.KeysAsync());
        Assert.Equal(0, _fixture.Log.Errors);
    }

    private async Task UntilSaidAsync(string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!_fixture.Log.ToString().Contains(text, StringComparison.Ordinal)) await Task.Delay(20, deadline.Token);
    }
}
