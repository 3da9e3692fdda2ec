using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Sessions;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Decode.Sessions;

/// <summary>A folder with real clips, watched by a source that runs until it is disposed; checks that nothing in the folder was changed.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sluice-sessions");
    private readonly Dictionary<string, string> _written = [];
    private CancellationTokenSource _stop = new();
    private SourceHarness? _harness;
    private Task _run = Task.CompletedTask;

    public WatchedFolder() => Directory.CreateDirectory(Raw);

    public string Raw => Path.Combine(_root.FullName, "raw");

    public string State => Path.Combine(_root.FullName, "state");

    public SourceHarness Harness => _harness!;

    /// <summary>How many frames came of each session, in order of their first.</summary>
    public IReadOnlyList<(string Session, int Frames)> Sessions
    {
        get
        {
            lock (Harness.Frames) return [.. Harness.Frames.GroupBy(static f => f.Session!).Select(static g => (g.Key, g.Count()))];
        }
    }

    /// <summary>The ledger's lines: session, state and reason.</summary>
    public IReadOnlyList<(string Session, string State, string? Reason)> Ledger
    {
        get
        {
            var path = Path.Combine(State, SessionLedger.FileName);
            if (!File.Exists(path)) return [];
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var lines = new List<(string, string, string?)>();
            foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var json = JsonDocument.Parse(line);
                lines.Add((json.RootElement.GetProperty("session").GetString()!, json.RootElement.GetProperty("state").GetString()!,
                    json.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
            }

            return lines;
        }
    }

    /// <summary>Starts to watch, again after <see cref="StopAsync"/>.</summary>
    public void Start(TimeSpan settle, Func<long, Task>? onFrame = null)
    {
        var config = new SourceConfig { Id = "cam", Uri = Raw, Kind = SourceKind.Folder, Location = Raw, Watch = true, Settle = settle, StateDirectory = State };
        _stop = new();
        _harness = new(config, static () => [], onFrame: onFrame, sessions: new SessionFeed(config, TimeProvider.System));
        _run = _harness.RunAsync(_stop.Token);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(60));
        await Harness.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>A clip of so many frames, made where nobody watches.</summary>
    public string Clip(int frames)
    {
        var path = Path.Combine(_root.FullName, $"{frames}.mp4");
        if (!File.Exists(path)) SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(frames / 25.0) }, path);
        return path;
    }

    /// <summary>Puts a file there.</summary>
    public void Put(string name, byte[] content)
    {
        var path = Path.Combine(Raw, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        _written[path] = Hash(path);
    }

    public void Put(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void PutClip(string name, int frames) => Put(name, File.ReadAllBytes(Clip(frames)));

    public static Task UntilAsync(Func<bool> condition) => LiveGraph.UntilAsync(condition);

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested) await StopAsync();
        Assert.Equal(_written.Keys.Order(), Directory.GetFiles(Raw, "*", SearchOption.AllDirectories).Order());
        Assert.All(_written, static file => Assert.Equal(file.Value, Hash(file.Key)));
        _root.Delete(recursive: true);
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
