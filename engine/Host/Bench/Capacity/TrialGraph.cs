using System.Collections.Immutable;
using Sluice.Core.Config;

namespace Sluice.Host.Bench.Capacity;

/// <summary>A graph with its sources replaced by a trial's cameras.</summary>
internal static class TrialGraph
{
    /// <summary>Gives each camera the settings of the source it stands for, and the edges that lead from that source.</summary>
    /// <param name="graph">The graph as written.</param>
    /// <param name="spec">The trial.</param>
    public static GraphConfig Of(GraphConfig graph, TrialSpec spec)
    {
        var byTemplate = spec.Cameras.ToLookup(static camera => camera.Template, static camera => camera.Id, StringComparer.Ordinal);
        return graph with
        {
            // Nothing listens but what is measured, and nothing is written where a real run's results lie.
            Engine = graph.Engine with { Http = null, Metrics = null, Name = $"{graph.Engine.Name}-capacity" },
            BaseDirectory = spec.Scratch,
            Sources = [.. spec.Cameras.Select(camera => CameraOf(graph, camera))],
            Stages = [.. graph.Stages.SelectMany(stage => Twins(stage, spec.DoublesModels)).Select(stage => stage with { From = [.. stage.From.SelectMany(link => LinksOf(link, byTemplate))] })],
        };
    }

    // Nothing takes from the second: it only costs.
    private static StageConfig[] Twins(StageConfig stage, bool doubles)
        => doubles && StageKinds.IsModel(stage.Factory.Use) ? [stage, stage with { Id = $"{stage.Id}{StageKinds.Twin}" }] : [stage];

    private static IEnumerable<LinkConfig> LinksOf(LinkConfig link, ILookup<string, string> cameras)
        => cameras.Contains(link.Stage) ? cameras[link.Stage].Select(id => link with { Stage = id }) : [link];

    private static SourceConfig CameraOf(GraphConfig graph, TrialCamera camera)
    {
        var template = graph.Sources.FirstOrDefault(source => source.Id == camera.Template) ?? new();
        var isNetwork = camera.Uri.StartsWith("rtsp:", StringComparison.Ordinal);
        return template with
        {
            Id = camera.Id,
            Uri = camera.Uri,
            Location = camera.Uri,
            ShownUri = camera.Uri,
            Kind = isNetwork ? SourceKind.Rtsp : SourceKind.File,
            Pace = Pace.Realtime,
            Loop = LoopCount.Endless,
            Watch = false,
            Options = ImmutableDictionary<string, string>.Empty,
        };
    }
}
