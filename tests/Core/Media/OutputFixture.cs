using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Web;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

/// <summary>What a stage that hands out video needs around it: a folder, a log, a clock, frames, and sources that are live or not.</summary>
internal sealed class OutputFixture : IDisposable
{
    private readonly SinkFixture _sink = new();

    public TestFrames Frames { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public SourceBoard Board { get; } = new();

    public WebRoutes? Routes { get; init; }

    public RecordingLog Log => _sink.Log;

    public string Folder => _sink.Folder;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Says that a source is live, and in which state.</summary>
    public void Live(string source, SourceState state = SourceState.Running) => Board.Set(source, true, () => new(state, 0, null));

    public async Task<T> StartAsync<T>(StageFactory factory, OutputOptions options, params string[] sources)
        where T : IStage
    {
        Assert.Empty(factory.Check(options));
        var stage = (T)factory.Create(Context(sources), options);
        await stage.StartAsync(default);
        return stage;
    }

    public StageContext Context(params string[] sources) => new()
    {
        Id = "out",
        Engine = "box-01",
        BaseDirectory = Folder,
        Sources = sources,
        Input = Abstractions.StreamContent.Pictures,
        Log = Log,
        Time = Time,
        Services = new Services(this),
    };

    /// <summary>Gives a stage one flat picture.</summary>
    public async Task SendAsync(IFrameStage stage, double pts, byte luma = 128, string source = "gate", int width = 64, int height = 48)
    {
        using var frame = Frames.Make(width, height, pts: pts, index: (long)pts, source: source, fill: picture => picture.WritablePlane(0).Fill(luma));
        await stage.ProcessAsync(frame, NoOutput.Instance, default);
    }

    public void Dispose()
    {
        Assert.Equal(0, Frames.Outstanding);
        _sink.Dispose();
    }

    private sealed class Services(OutputFixture fixture) : IServiceProvider
    {
        public object? GetService(Type serviceType)
        {
            if (serviceType == typeof(SourceBoard)) return fixture.Board;
            return serviceType == typeof(WebRoutes) ? fixture.Routes : null;
        }
    }
}
