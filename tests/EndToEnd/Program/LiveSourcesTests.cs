using System.Diagnostics;
using System.Text.Json;
using Sluice.Core.Scene;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>The program with sources that come and go by its file and by its web front.</summary>
public sealed class LiveSourcesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-live");
    private readonly int _port = FreePort.Take();

    private string Graph => Path.Combine(_folder.FullName, "graph.yaml");

    private string Front => $"127.0.0.1:{_port}";

    [Fact]
    public async Task Run_WatchAndFront_SourcesComeAndGoByBoth()
    {
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(1) }, Path.Combine(_folder.FullName, "clip.mp4"));
        await WriteAsync("[]");
        using var program = SluiceProgram.Start(["run", Graph, "--watch", "--json"]);
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var http = new HttpClient { BaseAddress = new($"http://{Front}") };
        try
        {
            await UntilAsync(http, static sources => sources.Count == 0);

            var (exit, said, _) = await SluiceProgram.RunAsync(["sources", "add", "{ id: by-http, uri: clip.mp4, pace: realtime, loop: true }", "--http", Front]);
            Assert.Equal((0, "by-http: added;"), (exit, said[..15]));
            await WriteAsync("[{ id: by-file, uri: clip.mp4, pace: realtime, loop: true }]");
            await UntilAsync(http, static sources => sources.GetValueOrDefault("by-http") > 0 && sources.GetValueOrDefault("by-file") > 0);

            await File.WriteAllTextAsync(Graph, "version: 1\nsources: [{ id: by-file, urri: clip.mp4 }]\nstages: []\n");
            var again = await SluiceProgram.RunAsync(["sources", "add", "{ id: by-http, uri: clip.mp4 }", "--http", Front]);
            Assert.Equal((1, "sluice: there is a source 'by-http' already; replace it, or choose another id\n"), (again.ExitCode, again.Error));
            var faulty = await SluiceProgram.RunAsync(["sources", "add", "{ id: c, uri: nowhere.mp4 }", "--http", Front]);
            Assert.Equal(2, faulty.ExitCode);
            Assert.StartsWith("request:1:15: source 'c': uri: no file or folder 'nowhere.mp4'", faulty.Error, StringComparison.Ordinal);

            var removed = await SluiceProgram.RunAsync(["sources", "remove", "by-http", "--http", Front]);
            Assert.Equal(0, removed.ExitCode);
            await UntilAsync(http, static sources => sources.Keys.SequenceEqual(["by-file"]));
        }
        finally
        {
            using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);
        }

        await program.WaitForExitAsync().WaitAsync(Patience);
        using var report = JsonDocument.Parse(await output);
        Assert.Equal(130, program.ExitCode);
        Assert.Equal(1, report.RootElement.GetProperty("removed").GetProperty("sources").GetInt64());
        Assert.Contains("unknown key 'urri'; nearest is 'uri'", await error, StringComparison.Ordinal);
        Assert.Contains("the graph that runs is kept", await error, StringComparison.Ordinal);
        Assert.True(File.ReadAllLines(Path.Combine(_folder.FullName, "out.jsonl")).Length > 0);
    }

    [Fact]
    public async Task Run_OnInvalidExit_EndsWithTwoAfterTheDrain()
    {
        await WriteAsync("[]");
        using var program = SluiceProgram.Start(["run", Graph, "--watch", "--on-invalid", "exit"]);
        var (_, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var http = new HttpClient { BaseAddress = new($"http://{Front}") };
        await UntilAsync(http, static sources => sources.Count == 0);

        await File.WriteAllTextAsync(Graph, "version: 2\n");
        await program.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("version: expected 1, found '2'", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_NobodyAnswers_SaysWhatToDo()
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["sources", "list", "--http", Front]);
        Assert.Equal(1, exit);
        Assert.Contains($"nobody answers at http://{Front}/", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string sources) => File.WriteAllTextAsync(Graph, $$"""
        version: 1
        engine: { http: "{{Front}}" }
        sources: {{sources}}
        stages: [{ id: out, use: jsonl, from: "*", to: out.jsonl }]
        """);

    // How many frames came of each source.
    private static async Task UntilAsync(HttpClient http, Func<IReadOnlyDictionary<string, long>, bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/sources", UriKind.Relative)));
                if (condition(json.RootElement.GetProperty("sources").EnumerateArray()
                        .ToDictionary(static s => s.GetProperty("id").GetString()!, static s => s.GetProperty("arrived").GetInt64()))) return;
            }
            catch (HttpRequestException)
            {
                // Not there yet.
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "waited in vain");
            await Task.Delay(50);
        }
    }
}
