using System.Globalization;
using System.Text.Json;
using Sluice.Tests.Sinks;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>The program, killed in the middle of its work and started again, with a stream at the other end.</summary>
public sealed class NatsCrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-nats-crash");

    public void Dispose() => _folder.Delete(true);

    [ClientFact("nats-server")]
    public async Task Run_KilledAndStartedAgain_StreamHasNoGapAndNoDuplicate()
    {
        await using var server = NatsServerFixture.WithStreams();
        await server.StartAsync();
        var graph = Write(server.Url);
        var scenes = new Dictionary<string, string> { ["SLUICE_SCENES"] = Path.Combine(_folder.FullName, "scenes") };
        using (var first = SluiceProgram.Start(["run", graph], scenes))
        {
            var error = first.StandardError.ReadToEndAsync();
            _ = first.StandardOutput.ReadToEndAsync();
            while (await CountAsync(server) < 15) await Task.Delay(50);
            // Messages are accepted from here on and cannot leave.
            await server.SignalAsync("STOP");
            await Task.Delay(500);
            first.Kill();
            await first.WaitForExitAsync();
            Assert.NotEqual(0, first.ExitCode);
            await error;
        }

        await server.SignalAsync("CONT");
        var (exit, output, rest) = await SluiceProgram.RunAsync(["run", graph, "--json"], scenes);
        Assert.True(exit == 0, rest);
        var seen = await JsClient.RunAsync("nats.mjs", "stream", server.Url, "SLUICE");
        // The message ids end in the spool's sequence: 1, 2, 3, ... in the first run, and as many again, after a gap, in the second.
        var sequences = seen.GetProperty("all").EnumerateArray().Select(static m => long.Parse(m.GetProperty("id").GetString()!.Split('-')[1], CultureInfo.InvariantCulture)).ToList();
        var second = sequences.FindIndex(static s => s > 1000);
        Assert.InRange(second, 15, 100);
        Assert.Equal(Enumerable.Range(1, second).Select(static i => (long)i), sequences.Take(second));
        Assert.Equal(Enumerable.Range(0, sequences.Count - second).Select(i => sequences[second] + i), sequences.Skip(second));
        using var sums = JsonDocument.Parse(output);
        Assert.Equal(sums.RootElement.GetProperty("sources").GetProperty("gate").GetProperty("outcomes").GetProperty("published").GetInt32(), sequences.Count - second);
        var sink = sums.RootElement.GetProperty("sinks").GetProperty("tell");
        Assert.Equal(sink.GetProperty("accepted").GetInt64(), sink.GetProperty("acknowledged").GetInt64());
        // What the first run had accepted and not handed over counts as accepted by the second.
        Assert.InRange(sink.GetProperty("accepted").GetInt64(), sequences.Count - second + 1, sequences.Count);
    }

    private static async Task<int> CountAsync(NatsServerFixture server)
    {
        await using var connection = await server.ConnectAsync();
        try
        {
            return (int)(await new Core.Sinks.Nats.JetStream.JetStreamClient(connection, TimeSpan.FromSeconds(30)).GetStreamAsync("SLUICE", default)).Messages;
        }
        catch (Core.Sinks.Nats.JetStream.JetStreamException)
        {
            return 0;
        }
    }

    private string Write(string url)
    {
        var path = Path.Combine(_folder.FullName, "graph.yaml");
        File.WriteAllText(
            path,
            $$"""
            version: 1
            engine: { name: box-01 }
            sources:
              - { id: gate, uri: "scene:overpass?seed=3&duration=4s&size=320x180&density=2", pace: realtime }
            stages:
              - { id: tell, use: nats, from: "*", url: "{{url}}", format: deepstream-minimal, mode: jetstream }
            """);
        return path;
    }
}
