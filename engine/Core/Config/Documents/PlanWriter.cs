using System.Globalization;
using System.Text;
using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>Writes what a graph will do before it does it: order, edges with their bounds, sources, contents. Holds no secret.</summary>
public static class PlanWriter
{
    /// <summary>Writes the plan.</summary>
    /// <param name="graph">A checked graph.</param>
    /// <returns>Lines of text, ending in a line feed.</returns>
    public static string Write(GraphConfig graph)
    {
        var flow = GraphFlow.Of(graph);
        var text = new StringBuilder();
        text.Append(Invariant($"engine {graph.Engine.Name}: pictures in flight <= {graph.Engine.Memory}, stops within {Units.Duration(graph.Engine.Drain)}\n"));
        Sources(text, graph);
        Models(text, graph);
        text.Append("\nstages\n");
        foreach (var stage in flow.Order) Stage(text, graph, flow, stage);
        var links = graph.Stages.SelectMany(static s => s.From).ToList();
        var frames = links.Sum(l => flow.EffectiveOf(l).Capacity * flow.SourcesOf(l.Stage).Length);
        text.Append(Invariant($"\nedges: {links.Count}, together <= {frames} frames and {new ByteSize(links.Sum(l => flow.EffectiveOf(l).Bytes.Bytes))}"));
        text.Append("; frames are shared between edges, so memory stays below the engine's bound\n");
        return text.ToString();
    }

    private static void Sources(StringBuilder text, GraphConfig graph)
    {
        text.Append("\nsources\n");
        var width = graph.Sources.Max(s => s.Id.Length);
        foreach (var source in graph.Sources)
        {
            var kind = Snake.Case(source.Kind.ToString());
            var pace = source.IsLive ? "live" : "fast";
            var loop = source.Kind is SourceKind.Rtsp or SourceKind.Http || source.Loop == LoopCount.Once ? ""
                : source.Loop.IsEndless ? ", for ever" : Invariant($", {source.Loop.Passes} passes");
            text.Append($"  {source.Id.PadRight(width)}  {kind,-6}  {pace}{loop}  {source.ShownUri}\n");
        }
    }

    private static void Models(StringBuilder text, GraphConfig graph)
    {
        if (graph.Models.Length == 0) return;
        text.Append("\nmodels\n");
        var width = graph.Models.Max(m => m.Id.Length);
        foreach (var model in graph.Models)
        {
            var family = model.Card == null ? "no card" : model.Card.Family is { } known ? Snake.Case(known.ToString()) : "card without family";
            text.Append($"  {model.Id.PadRight(width)}  {family}  {model.Path}\n");
        }
    }

    private static void Stage(StringBuilder text, GraphConfig graph, GraphFlow flow, StageConfig stage)
    {
        var reached = flow.SourcesOf(stage.Id);
        var which = reached.Length == graph.Sources.Length ? "all sources" : string.Join(", ", reached.Select(s => s.Id));
        text.Append($"  {stage.Id} (use {stage.Factory.Use}): {which}; gives {ContentWords.Of(flow.GivenBy(stage.Id))}\n");
        foreach (var link in stage.From)
        {
            var edge = flow.EffectiveOf(link);
            var policy = Snake.Case(edge.Policy.ToString());
            var why = link.Policy != null ? "" : flow.SourcesOf(link.Stage).Any(s => s.IsLive) ? " (live sources)" : " (recorded sources)";
            text.Append(Invariant($"    <- {link.Stage}: {policy}{why}, {edge.Capacity} {(edge.Capacity == 1 ? "frame" : "frames")} a source, {edge.Bytes}\n"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
