using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sluice.Core.Tests.Media;

public sealed class ClipSinkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-clip");

    public void Dispose() => _folder.Delete(recursive: true);

    [DataTheory]
    [InlineData("person-one-by-one.mp4", 1)]
    [InlineData("retail-hevc-1080p.mp4", 0)]
    [InlineData("dog-rotate90.mp4", 0)]
    public async Task Run_KeyframesTrigger_WritesAClipThatDecodesAndIsTheSource(string clip, int least)
    {
        var text = $$"""
            version: 1
            sources: [{ id: cam, uri: {{Repository.Video(clip)}} }]
            stages:
              - { id: sample, use: sample, from: cam, fps: 1 }
              - { id: pick, use: keyframes, from: sample, budget: 1 }
              - { id: clip, use: clip, from: pick, to: {{_folder.FullName}}, name: "{source}", pre: 2s, post: 2s }
            """;
        var graph = GraphLoader.Parse(text, "graph.yaml", "/", BuiltInStages.Catalog(), new LoadOptions());
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new NoServices(),
            Sources = new SourceFactory(new SceneCache(_folder.FullName)).Create,
        });
        await engine.RunAsync(CancellationToken.None);
        var counts = engine.Snapshot().Stages.Single(static s => s.Id == "clip").Sink!.Value;
        Assert.Equal(counts.Accepted, counts.Acknowledged);
        Assert.InRange(counts.Accepted, least, 1);
        Assert.Empty(_folder.GetFiles("*.part"));
        if (counts.Accepted == 0) return;
        using var source = Demuxer.Open(Repository.Video(clip));
        using var written = Demuxer.Open(Path.Combine(_folder.FullName, "cam.mp4"));
        Assert.Equal((source.Video.CodecName, source.Video.Width, source.Video.RotationDegrees),
            (written.Video.CodecName, written.Video.Width, written.Video.RotationDegrees));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "cam.json")));
        Assert.True(Decode(written) > 0);
    }

    private static int Decode(Demuxer input)
    {
        using var decoder = new VideoDecoder(input);
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        var frames = 0;
        while (input.TryRead(packet) == ReadResult.Packet)
        {
            Assert.Equal(SendResult.Ok, decoder.Send(packet));
            while (decoder.Receive(frame) == ReceiveResult.Frame) frames++;
        }

        Assert.Equal(0, decoder.CorruptPackets);
        return frames;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
