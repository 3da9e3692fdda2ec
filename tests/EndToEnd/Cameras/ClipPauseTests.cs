using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>Clips of a source that is paused while one of them is being written.</summary>
public sealed class ClipPauseTests : IDisposable
{
    private const int RateHz = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-clip-pause");

    [Fact]
    public async Task Source_PausedWhileAClipIsOpen_ClosesItWholeAndBeginsAnotherAfterwards()
    {
        var path = Path.Combine(_folder.FullName, "cam.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(4) }, path, encoder: new() { Crf = 28, GopSize = RateHz });
        var config = new GraphConfig
        {
            File = "clip.yaml",
            BaseDirectory = _folder.FullName,
            Sources = [new() { Id = "cam", Uri = path, Location = path, Pace = Pace.Realtime, Loop = LoopCount.Endless, Threads = 1 }],
            Stages = [Stage("mark", new MarkFactory(), new NoOptions(), "cam"), Stage("clip", new ClipFactory(), Clips, "mark")],
        };
        await using var engine = new Engine(config, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(new SceneCache(_folder.FullName)).Create,
        });
        using var stop = new CancellationTokenSource();
        var running = engine.RunAsync(stop.Token);

        await UntilAsync(() => Sink(engine).Accepted == 1 && Frames(engine) > RateHz, "a clip is open");
        Assert.Equal(0, Sink(engine).Acknowledged);
        await engine.PauseSourceAsync("cam").WaitAsync(Patience);
        var paused = Frames(engine);
        engine.ResumeSource("cam");
        await UntilAsync(() => Frames(engine) > paused + RateHz && Sink(engine).Acknowledged >= 1, "the clip of before the pause is whole");
        await UntilAsync(() => Sink(engine).Accepted >= 2, "another one has begun");
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        var sink = Sink(engine);
        Assert.Equal((sink.Accepted, 0L), (sink.Acknowledged, sink.Dropped ?? 0));
        Assert.Empty(_folder.GetFiles("*.part", SearchOption.AllDirectories));
        var clips = new DirectoryInfo(Path.Combine(_folder.FullName, "clips")).GetFiles("*.mp4");
        Assert.Equal(sink.Acknowledged, clips.Length);
        Assert.All(clips, static clip => Assert.True(Decode(clip.FullName) > 0, $"{clip.Name} has no pictures"));
    }

    public void Dispose() => _folder.Delete(true);

    private ClipOptions Clips => new()
    {
        To = Path.Combine(_folder.FullName, "clips"), On = [ClipTrigger.Events], Pre = TimeSpan.FromSeconds(1), Post = TimeSpan.FromSeconds(20), Name = "{id}",
    };

    private static StageConfig Stage(string id, StageFactory factory, object options, string from)
        => new() { Id = id, Factory = factory, Options = options, From = [new LinkConfig { Stage = from }] };

    private static SinkCounts Sink(Engine engine) => engine.Snapshot().Stages.Single(static stage => stage.Id == "clip").Sink!.Value;

    private static long Frames(Engine engine) => engine.Snapshot().Sources[0].Arrived;

    private static async Task UntilAsync(Func<bool> reached, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!reached()) await Task.Delay(10, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited in vain until {what}.");
        }
    }

    /// <summary>Decodes a file whole; counts its pictures, none of which may be damaged.</summary>
    private static int Decode(string path)
    {
        using var input = Demuxer.Open(path);
        using var decoder = new VideoDecoder(input);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var pictures = 0;
        while (input.TryRead(packet) == ReadResult.Packet)
        {
            decoder.Send(packet);
            while (decoder.Receive(frame) == ReceiveResult.Frame) Count();
        }

        decoder.Send(null);
        while (decoder.Receive(frame) == ReceiveResult.Frame) Count();
        Assert.Equal(0, decoder.CorruptPackets);
        return pictures;

        void Count()
        {
            pictures++;
            Assert.False(frame.IsCorrupt);
        }
    }

    internal sealed record NoOptions;

    /// <summary>Says that something happened, once a second.</summary>
    private sealed class MarkFactory : StageFactory<NoOptions>
    {
        public override string Use => "mark";

        public override string Summary => "Marks frames.";

        protected override IStage Create(StageContext context, NoOptions options) => new MarkStage();
    }

    private sealed class MarkStage : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop) => output.EmitAsync(frame.Info.Index % RateHz == 5
            ? frame.With([new FrameEvent { Kind = "enter", Place = "door" }]) : frame.Share(), stop);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
