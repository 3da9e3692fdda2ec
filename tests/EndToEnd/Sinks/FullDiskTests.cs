using System.Diagnostics;
using System.Globalization;
using Sluice.Core.Scene;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;
using Sluice.EndToEnd.Tests.Program;

namespace Sluice.Tests.Sinks;

/// <summary>The whole program, with its spool on a disk that fills up while its store is away.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Sources = 16;
    private const int FramesOfSource = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-full-");

    public void Dispose() => _folder.Delete(true);

    [SmallMountFact]
    public async Task Run_SpoolsDiskFullWhileItsServerIsAway_WaitsAndLosesNothing()
    {
        using var disk = new SmallMount(kibibytes: 1024);
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(20) }, Path.Combine(_folder.FullName, "clip.mp4"));
        var port = FreePort.Take();
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        var sources = Enumerable.Range(0, Sources).Select(static number => string.Create(CultureInfo.InvariantCulture, $"  - {{ id: s{number:00}, uri: clip.mp4, pace: fast }}"));
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { name: box, spool: { path: "{{disk.Folder}}", bytes: 4MiB } }
            sources:
            {{string.Join('\n', sources)}}
            stages: [{ id: store, use: clickhouse, from: "*", url: "http://127.0.0.1:{{port}}", frames: each, flush_timeout: 2m }]
            """);
        using var engine = SluiceProgram.Start(["run", graph]);
        using var patience = new CancellationTokenSource(Patience);
        // Should the test fail, it must not go on for ever.
        await using var end = patience.Token.Register(static engine => ((Process)engine!).Kill(), engine);
        var output = engine.StandardOutput.ReadToEndAsync();
        var said = "";
        while (!said.Contains("cannot be written", StringComparison.Ordinal))
            said += await engine.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"It ended: {said}");
        Assert.True(said.Contains("the disk was full", StringComparison.Ordinal), said);
        Assert.False(engine.HasExited);

        var store = Path.Combine(_folder.FullName, "store");
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(() => StoreServer.RunAsync(store, $"127.0.0.1:{port}", TextWriter.Null, null, stop.Token));
        // To its end, which patience brings too: what was said by then tells where it hangs.
        while (await engine.StandardError.ReadLineAsync(default) is { } line) said += line + '\n';
        await engine.WaitForExitAsync(default);
        Assert.True(engine.ExitCode == 0, $"{said}\n{await output}\n{string.Join('\n', Directory.EnumerateFiles(disk.Folder, "*", SearchOption.AllDirectories))}");
        Assert.Contains("can be written again", said, StringComparison.Ordinal);
        using var client = new ClickHouseClient(new(new($"http://127.0.0.1:{port}"), "", "", ""), "", TimeSpan.FromSeconds(30));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{Sources * FramesOfSource}\t{Sources * FramesOfSource}\n"),
            await client.ExecuteAsync("SELECT count(), uniqExact(source, frame) FROM frame_log", default));
        await stop.CancelAsync();
        await serving;
    }
}
