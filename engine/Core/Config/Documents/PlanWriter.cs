using System.Globalization;
using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Flow;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Tuning;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Config;

/// <summary>Writes what a graph will do before it does it: order, edges with their bounds, sources, contents. Holds no secret.</summary>
public static class PlanWriter
{
    /// <summary>Writes the plan.</summary>
    /// <param name="graph">A checked graph.</param>
    /// <param name="tuning">What was measured of models on this machine; null for nothing.</param>
    /// <returns>Lines of text, ending in a line feed.</returns>
    public static string Write(GraphConfig graph, TuningStore? tuning = null)
    {
        var flow = GraphFlow.Of(graph);
        var text = new StringBuilder();
        text.Append(Invariant($"engine {graph.Engine.Name}: pictures in flight <= {graph.Engine.Memory}, stops within {Units.Duration(graph.Engine.Drain)}\n"));
        Sources(text, graph);
        Models(text, graph);
        text.Append("\nstages\n");
        foreach (var stage in flow.Order)
        {
            Stage(text, graph, flow, stage);
            if (stage.Options is DetectOptions detect) Shape(text, graph, detect, flow.SourcesOf(stage.Id).Length, tuning);
        }

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
            var loop = SourceUri.IsCamera(source.Kind) || source.Loop == LoopCount.Once ? ""
                : source.Loop.IsEndless ? ", for ever" : Invariant($", {source.Loop.Passes} passes");
            text.Append($"  {source.Id.PadRight(width)}  {kind,-6}  {pace}{loop}  {source.ShownUri}\n");
            if (source.Decode is { MayUseDevice: true } decode)
                text.Append($"  {new string(' ', width)}  decoded on {(decode.IsAuto ? "the first GPU that takes it, else the CPU" : decode.Device)}, surfaces {decode.Surfaces}\n");
            Choice(text, graph, source);
        }
    }

    // What is chosen before decoding.
    private static void Choice(StringBuilder text, GraphConfig graph, SourceConfig source)
    {
        if (source.Gate is { Use: GateKind.Activity } gate)
            text.Append($"    gate: activity, while nothing happens an intra frame every {Units.Duration(gate.Floor)}\n");
        if (PushdownPlanner.For(graph, source) is not { } push) return;
        var how = source.Exact ? "to the frame" : "or frames near it that cost less, intra frames first (exact: false)";
        var choices = string.Join(" and ", push.Choices.Select(static choice => $"what '{choice.Stage}' takes ({Choice(choice.Options)})"));
        if (choices.Length > 0) text.Append($"    decodes only {choices}, {how}{(push.HandsOnOthers ? "; hands the others on without picture, as nobody looks at them" : "")}\n");
        if (push.LoopFilter != LoopFilterSkip.None)
        {
            text.Append(push.LoopFilter == LoopFilterSkip.All ? "    leaves the loop filter out, as only models look at the pictures (exact: false)\n"
                : "    leaves the loop filter out of frames that no other refers to (exact: false)\n");
        }

        if (!push.Models.IsEmpty)
            text.Append($"    decodes MJPEG and MPEG-1, 2 and 4 at half the size or less while that fills the input of {string.Join(", ", push.Models)} (exact: false)\n");
    }

    private static string Choice(SampleOptions options) => options.Fps is { } fps ? $"fps {Units.Number(fps)}" : Invariant($"every {options.Every}");

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

    private static void Shape(StringBuilder text, GraphConfig graph, DetectOptions options, int sources, TuningStore? tuning)
    {
        var model = graph.Models.Single(m => m.Id == options.Model);
        var chosen = DetectFactory.ShapeOf(options, model, graph.BaseDirectory, sources, tuning);
        var delay = chosen.Shape.Batch > 1 ? $", waits at most {Units.Duration(chosen.Batch.MaxDelay)}" : "";
        var interval = options.Interval > 0 ? Invariant($"; skips {options.Interval} {(options.Interval == 1 ? "frame" : "frames")} of a source between two") : "";
        text.Append($"    model {model.Id}: {chosen.Shape}{delay} ({chosen.Origin}){interval}\n");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
