using Sluice.Core.Config;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Tests.Config;

public sealed class EdgeDefaultsTests
{
    [Theory]
    [InlineData(null, null, false, OverflowPolicy.Wait, 8)]
    [InlineData(null, null, true, OverflowPolicy.DropOldest, 4)]
    [InlineData(null, 2, true, OverflowPolicy.DropOldest, 2)]
    [InlineData(OverflowPolicy.Wait, null, true, OverflowPolicy.Wait, 8)]
    [InlineData(OverflowPolicy.DropNewest, null, false, OverflowPolicy.DropNewest, 4)]
    [InlineData(OverflowPolicy.Latest, null, false, OverflowPolicy.DropOldest, 1)]
    public void For_LinkAndSources_GivesBounds(OverflowPolicy? policy, int? capacity, bool live, OverflowPolicy expected, int frames)
    {
        var link = new LinkConfig { Stage = "a", Policy = policy, Capacity = capacity };

        Assert.Equal(new EffectiveLink(expected, frames, EdgeDefaults.Bytes), EdgeDefaults.For(link, live));
    }

    [Theory]
    [InlineData("rtsp://h/1", SourceKind.Rtsp, "rtsp://h/1")]
    [InlineData("RTSPS://h/1", SourceKind.Rtsp, "RTSPS://h/1")]
    [InlineData("https://h/a.m3u8", SourceKind.Http, "https://h/a.m3u8")]
    [InlineData("scene:overpass?seed=1", SourceKind.Scene, "scene:overpass?seed=1")]
    [InlineData("file:///no/such.mp4", SourceKind.File, "/no/such.mp4")]
    [InlineData("no/such.mp4", SourceKind.File, "/base/no/such.mp4")]
    [InlineData("./a:b.mp4", SourceKind.File, "/base/a:b.mp4")]
    [InlineData("/", SourceKind.Folder, "/")]
    public void TryClassify_KnownSchemes_GiveKindAndLocation(string uri, SourceKind kind, string location)
    {
        Assert.True(SourceUri.TryClassify(uri, "/base", out var actual, out var at));
        Assert.Equal((kind, location), (actual, at));
    }

    [Fact]
    public void TryClassify_UnknownScheme_IsRefused() => Assert.False(SourceUri.TryClassify("gopher://h/1", "/base", out _, out _));

    [Theory]
    [InlineData("sorce", "source")]
    [InlineData("stage", null)]
    [InlineData("uir", "uri")]
    [InlineData("", null)]
    public void Nearest_Word_IsFoundWithinAThird(string word, string? expected) => Assert.Equal(expected, Nearest.To(word, ["source", "uri", "memory"]));

    [Fact]
    public void Flow_OfAGraph_FollowsSourcesAndContents()
    {
        var graph = GraphText.Load("""
            version: 1
            sources: [{ id: a, uri: rtsp://h/1 }, { id: b, uri: b.mp4 }]
            models: [{ id: m, path: m.onnx }]
            stages:
              - { id: out, use: jsonl, from: [detect, b], to: x.jsonl }
              - { id: detect, use: detect, from: a, model: m }
            """);

        var flow = GraphFlow.Of(graph);

        Assert.Equal(["detect", "out"], flow.Order.Select(s => s.Id));
        Assert.Equal(["a"], flow.SourcesOf("detect").Select(s => s.Id));
        Assert.Equal(["a", "b"], flow.SourcesOf("out").Select(s => s.Id));
        Assert.Equal(StreamContent.Pictures, flow.InputOf("out"));
        Assert.Equal(OverflowPolicy.DropOldest, flow.EffectiveOf(graph.Stages[0].From[0]).Policy);
        Assert.Equal(OverflowPolicy.Wait, flow.EffectiveOf(graph.Stages[0].From[1]).Policy);
    }
}
