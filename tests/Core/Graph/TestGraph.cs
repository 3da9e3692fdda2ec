using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

/// <summary>Builds a graph by hand, runs it, and checks that its account adds up and no picture is left.</summary>
internal sealed class TestGraph
{
    private readonly Dictionary<string, FakeSourceScript> _scripts = [];
    private readonly List<SourceConfig> _sources = [];
    private readonly List<StageConfig> _stages = [];

    public EngineConfig Settings { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called when the run is over.</summary>
    public Action? Ended { get; init; }

    /// <summary>Whether it goes on without sources.</summary>
    public bool Stays { get; init; }

    /// <summary>Whether a call is given up in it: its picture comes back when the call ends, which may be after the run.</summary>
    public bool GivesUpCalls { get; init; }

    public Engine Engine { get; private set; } = null!;

    public TestGraph Source(string id, FakeSourceScript script)
    {
        _scripts[id] = script;
        _sources.Add(new() { Id = id, Uri = script.Live ? "rtsp://camera.example/1" : "clip.mp4" });
        return this;
    }

    /// <summary>A source to be added while the graph runs.</summary>
    public SourceConfig Later(string id, FakeSourceScript script)
    {
        lock (_scripts) _scripts[id] = script;
        return new() { Id = id, Uri = script.Live ? "rtsp://camera.example/1" : "clip.mp4" };
    }

    /// <summary>Lets go of a source that was removed.</summary>
    public void Forget(string id)
    {
        lock (_scripts) _scripts.Remove(id);
    }

    public TestGraph Stage(string id, IStage stage, params LinkConfig[] from) => Stage(id, stage, false, from);

    public TestGraph Stage(string id, IStage stage, bool parallel, params LinkConfig[] from)
    {
        _stages.Add(new() { Id = id, Factory = new FakeFactory(_ => stage, parallel), Options = new NoOptions(), From = [.. from] });
        return this;
    }

    public TestGraph Stage(string id, StageFactory factory, object options, params LinkConfig[] from)
    {
        _stages.Add(new() { Id = id, Factory = factory, Options = options, From = [.. from] });
        return this;
    }

    public static LinkConfig From(string id, OverflowPolicy? policy = null, int? capacity = null, long? bytes = null)
        => new() { Stage = id, Policy = policy, Capacity = capacity, Bytes = bytes is { } b ? new ByteSize(b) : null };

    public Engine Build()
    {
        var config = new GraphConfig
        {
            File = "test.yaml",
            BaseDirectory = AppContext.BaseDirectory,
            Engine = Settings,
            Sources = [.. _sources],
            Stages = [.. _stages],
        };
        return Engine = new(config, new()
        {
            Time = Time,
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Stays = Stays,
            Ended = Ended,
            Sources = (source, setup) => new FakeSource(source.Id, setup, ScriptOf(source.Id)),
        });
    }

    /// <summary>Runs the graph to its end and checks promise 2.</summary>
    public async Task<EngineSnapshot> RunAsync(CancellationToken stop = default)
    {
        await (Engine ?? Build()).RunAsync(stop).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (GivesUpCalls && Pictures + Engine!.Budget.Outstanding > 0) await Task.Delay(5, patience.Token);
        AssertAddsUp();
        return Engine!.Snapshot();
    }

    private long Pictures => _scripts.Values.Sum(static s => s.Pictures);

    public void AssertAddsUp(bool picturesToo = true)
    {
        foreach (var source in Engine.Snapshot().Sources)
        {
            var ended = source.Outcomes.Values.Sum();
            Assert.True(source.Arrived == ended, $"{source.Id}: {source.Arrived} in, {ended} out: {Text(source)}");
        }

        if (!picturesToo) return;
        Assert.Equal(0, Pictures);
        Assert.Equal(0, Engine.Budget.Outstanding);
    }

    public static string Text(SourceSnapshot source) => string.Join(' ', source.Outcomes.Where(o => o.Value > 0)) + " "
        + string.Join(' ', source.Drops);

    private FakeSourceScript ScriptOf(string id)
    {
        lock (_scripts) return _scripts[id];
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
