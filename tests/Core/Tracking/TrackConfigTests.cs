using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Tests.Config;

namespace Sluice.Core.Tests.Tracking;

public sealed class TrackConfigTests
{
    [Theory]
    [InlineData("bytetrack", 4, false)]
    [InlineData("bytetrack", 5, true)]
    [InlineData("iou", 1, false)]
    [InlineData("iou", 2, true)]
    public void Load_DetectorSkipsFrames_WarnsOfMoreThanTheTrackerFollows(string tracker, int interval, bool warns)
    {
        var warnings = Load($"tracker: {tracker}", interval).Warnings;

        if (!warns) Assert.Empty(warnings);
        else Assert.Contains($"stage 'detect' skips {interval} frames between two that the model sees; {tracker} follows", Assert.Single(warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low: 0.6, high: 0.5", "low must not be above high")]
    [InlineData("begin: 0.4, high: 0.5", "begin must not be below high")]
    [InlineData("tracker: deepsort", "expected one of bytetrack, iou, sort, ocsort, botsort, found 'deepsort'")]
    [InlineData("momentum: 2", "from 0 to 1")]
    [InlineData("reach: -1", "from 0 to 100")]
    public void Load_WrongOption_SaysWhatWouldBeRight(string options, string message)
        => Assert.Contains(message, Assert.Throws<ConfigException>(() => Load(options, 0)).Message, StringComparison.Ordinal);

    private static GraphConfig Load(string options, int interval) => GraphLoader.Parse($$"""
        version: 1
        sources: [{ id: gate, uri: clip.mp4 }]
        models: [{ id: m, path: models/good }]
        stages:
          - { id: detect, use: detect, from: gate, model: m, interval: {{interval}} }
          - { id: sample, use: sample, from: detect, fps: 5 }
          - { id: track, use: track, from: sample, {{options}} }
          - { id: rows, use: jsonl, from: track, to: a.jsonl }
        """, "graph.yaml", GraphText.Folder, BuiltInStages.Catalog(), new() { RequireFiles = false });
}
