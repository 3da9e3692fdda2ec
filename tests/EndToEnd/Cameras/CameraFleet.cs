using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.EndToEnd.Tests.Servers;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>Sixteen cameras of a real RTSP server, each behind a fault proxy of its own, and one running engine that reads them all.</summary>
internal sealed class CameraFleet : IAsyncDisposable
{
    public const int Size = 16;

    // Long enough for a machine that is busy with other things: nothing is asserted about how soon a thing happens.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-fleet");
    private readonly CancellationTokenSource _stop = new();
    private Engine? _engine;
    private Task _running = Task.CompletedTask;

    /// <summary>How long a camera may be silent: a fault that takes longer is noticed.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(3);

    public RtspServer Server { get; private set; } = null!;

    public TestClip[] Clips { get; private set; } = [];

    /// <summary>Another size, for a camera that comes back changed.</summary>
    public TestClip OtherSize { get; private set; } = null!;

    /// <summary>Another codec, for a camera that comes back changed.</summary>
    public TestClip OtherCodec { get; private set; } = null!;

    public FaultProxy[] Proxies { get; private set; } = [];

    public PictureWatch Watch { get; } = new();

    public Engine Engine => _engine!;

    public static string NameOf(int camera) => string.Create(CultureInfo.InvariantCulture, $"cam{camera:00}");

    /// <summary>Starts the server and the engine, and waits until every camera runs and gives pictures.</summary>
    public async Task StartAsync()
    {
        Clips = await Task.WhenAll(Enumerable.Range(0, Size).Select(camera => TestClip.MakeAsync(_folder.FullName, camera, reorders: camera % 2 == 1)));
        OtherSize = await TestClip.MakeAsync(_folder.FullName, Size, size: "480x272");
        OtherCodec = await TestClip.MakeAsync(_folder.FullName, Size + 1, codec: "libx265");
        Server = await StartServerAsync(0);
        Proxies = [.. Enumerable.Range(0, Size).Select(_ => new FaultProxy(Server.Port))];
        for (var camera = 0; camera < Size; camera++) Watch[NameOf(camera)].Clips = [Clips[camera]];
        _engine = Build();
        _running = _engine.RunAsync(_stop.Token);
        await UntilAsync(() => Enumerable.Range(0, Size).All(camera => StateOf(camera).Status.State == SourceState.Running && PicturesOf(camera) >= 2 * TestClip.GroupSize),
            "all cameras run");
    }

    /// <summary>Ends the server's process at once, as <c>kill -9</c> does, and starts another one on the same port.</summary>
    public async Task RestartServerAsync(Func<Task> between)
    {
        var port = Server.Port;
        await Server.DisposeAsync();
        await between();

        // The new server plays to every camera what it began with; a decoder may still give out a picture of what was before.
        for (var camera = 0; camera < Size; camera++) Watch[NameOf(camera)].Clips = [Clips[camera], .. Watch[NameOf(camera)].Clips];
        Server = await StartServerAsync(port);
    }

    public SourceSnapshot StateOf(int camera) => Engine.Snapshot().Sources.First(source => source.Id == NameOf(camera));

    /// <summary>A camera as the engine opens it.</summary>
    /// <param name="camera">Whose proxy and clip.</param>
    /// <param name="id">Its name in the graph; null for the camera's own.</param>
    public SourceConfig ConfigOf(int camera, string? id = null)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{Proxies[camera].Port}/{NameOf(camera)}");
        return new()
        {
            Id = id ?? NameOf(camera),
            Uri = url,
            Location = url,
            ShownUri = url,
            Kind = SourceKind.Rtsp,
            Timeout = Timeout,
            Backoff = TimeSpan.FromMilliseconds(200),
            BackoffMax = TimeSpan.FromSeconds(1),
        };
    }

    public long PicturesOf(int camera) => Watch[NameOf(camera)].Pictures;

    public IEnumerable<int> Others(int camera) => Enumerable.Range(0, Size).Where(other => other != camera);

    /// <summary>Waits until something is so; says what was waited for, and how things stand, when it never is.</summary>
    public async Task UntilAsync(Func<bool> reached, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!reached()) await Task.Delay(10, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited in vain until {what}.\n{this}");
        }
    }

    /// <summary>Stops the engine and waits for its end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var source in _engine?.Snapshot().Sources ?? [])
        {
            var seen = Watch[source.Id];
            text.AppendLine(CultureInfo.InvariantCulture, $"{source.Id}: {source.Status.State} {source.Status.Reason} ({source.Status.LastError}), {source.Status.Reconnects} reconnects, "
                + $"{source.Arrived} arrived, {string.Join(' ', source.Outcomes.Where(static o => o.Value > 0))}; {seen.Pictures} pictures, {seen.Foreign} foreign, {seen.Gaps} gaps; {source.Stream}");
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_engine != null) await _engine.DisposeAsync();
        foreach (var proxy in Proxies) await proxy.DisposeAsync();
        if (Server != null) await Server.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(true);
    }

    private Task<RtspServer> StartServerAsync(int port)
        => RtspServer.StartAsync(Clips.Select(static (clip, camera) => (NameOf(camera), clip.Path)), port);

    private Engine Build()
    {
        var sources = Enumerable.Range(0, Size).Select(camera => ConfigOf(camera));
        // Room for what comes while a busy machine does something else: what is lost shall be the fault's doing.
        var everything = new LinkConfig { Stage = LinkConfig.AllSources, Capacity = 64 };
        var stage = new StageConfig { Id = "watch", Factory = Watch, Options = new PictureWatch.NoOptions(), From = [everything] };
        var config = new GraphConfig { File = "fleet.yaml", BaseDirectory = _folder.FullName, Sources = [.. sources], Stages = [stage] };
        return new Engine(config, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(new SceneCache(_folder.FullName)).Create,
        });
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
