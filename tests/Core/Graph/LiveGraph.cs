using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Tests.Graph;

/// <summary>A graph that runs until it is disposed, with sources that come and go.</summary>
internal sealed class LiveGraph : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public LiveGraph(TestGraph graph) => Graph = graph;

    public TestGraph Graph { get; }

    public Engine Engine => Graph.Engine;

    public Task Run => _run;

    /// <summary>Starts it and waits until it runs.</summary>
    public async Task StartAsync()
    {
        _run = Graph.Build().RunAsync(_stop.Token);
        await UntilAsync(() => Engine.State == EngineState.Running || _run.IsCompleted);
    }

    /// <summary>Stops it and checks that every frame of every source, removed ones too, has its outcome.</summary>
    public async Task<EngineSnapshot> StopAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        Graph.AssertAddsUp(picturesToo: false);
        var removed = Engine.Snapshot().Removed;
        Assert.Equal(removed.Arrived, removed.Outcomes.Values.Sum());
        return Engine.Snapshot();
    }

    public SourceSnapshot Of(string id) => Engine.Snapshot().Sources.Single(s => s.Id == id);

    public long Published(string id) => Of(id).Outcomes[Outcome.Published];

    /// <summary>Waits until something is so; nothing is timed, the limit only keeps a test from hanging.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string>? state = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"waited in vain: {state?.Invoke()}");
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Patience);
        _stop.Dispose();
    }
}
