using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.History;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <content>From the configuration to nodes and edges.</content>
public sealed partial class Engine
{
    private readonly PacketHistories _histories = new();

    private readonly SourceBoard _board = new();

    private void Build()
    {
        var flow = GraphFlow.Of(_config);
        var services = new StageServices(new(_config, _services.Time.GetUtcNow(), Snapshot), Budget, _board, _histories, _services.Stages);
        foreach (var stage in flow.Order)
        {
            var node = BuildStage(stage, flow, services);
            foreach (var link in stage.From)
                if (_stages.Exists(giver => giver.Id == link.Stage)) node.EdgeFrom(link.Stage, link);
            _stages.Add(node);
        }

        foreach (var source in _config.Sources) Attach(BuildSource(source, _config.Sources.Length, null), null);
    }

    private SourceNode BuildSource(SourceConfig config, int count, GraphConfig? graph)
    {
        var ledger = new SourceLedger(config.Id, _services.Time);

        // One for all: a factory keeps its loggers for ever, and ids come and go. The lines name their source.
        var log = _services.Loggers.CreateLogger("Sluice.Source");
        return new(config, first => _services.Sources(config, new()
        {
            FirstIndex = first,
            Ledger = ledger,
            Budget = Budget,
            Decoders = _decoders,
            Time = _services.Time,
            Log = log,
            BaseDirectory = _config.BaseDirectory,
            SourceCount = count,
            Histories = _histories,
            Pushdown = PushdownPlanner.For(_config, config, graph) is { } push ? push with { SizeOf = LargestInput } : null,
        }), ledger, _services.Time, log, Release) { Tracer = _tracer };
    }

    /// <summary>The largest width and height that models take; sources ask once the stages have started, so that models are loaded.</summary>
    private (int Width, int Height)? LargestInput(ImmutableArray<string> models)
    {
        var loaded = (_services.Stages.GetService(typeof(ModelRegistry)) as ModelRegistry)?.Loaded ?? [];
        var asked = loaded.Where(model => models.Contains(model.Id)).ToList();
        return asked.Count < models.Length ? null : (asked.Max(static model => model.InputWidth), asked.Max(static model => model.InputHeight));
    }

    private StageNode BuildStage(StageConfig config, GraphFlow flow, StageServices services)
    {
        var log = _services.Loggers.CreateLogger($"Sluice.Stage.{config.Id}");
        try
        {
            var context = new StageContext
            {
                Id = config.Id,
                Engine = _config.Engine.Name,
                BaseDirectory = _config.BaseDirectory,
                Sources = [.. flow.SourcesOf(config.Id).Select(static s => s.Id)],
                Input = flow.InputOf(config.Id),
                Log = new StageLog(log),
                Time = _services.Time,
                Services = services,
            };
            _contexts[config.Id] = context;
            var isLast = !_config.Stages.Any(taker => taker.From.Any(link => link.Stage == config.Id));
            return new(config, config.Factory.Create(context, config.Options), _services.Time, log, isLast, _hardStop.Token);
        }
        catch (Exception fault)
        {
            throw new StageStartException(config.Id, config.Factory.Use, fault);
        }
    }

    // Under the graph lock once the engine runs. All of it is the source's own until it is let in.
    private static void Connect(SourceNode source, StageNode taker, LinkConfig link)
    {
        string from;
        Outlet outlet;
        if (link.Stage == LinkConfig.AllSources || link.Stage == source.Id) (from, outlet) = (source.Id, source.Outlet);
        else if (source.InflowOf(link.Stage) is { } giver) (from, outlet) = (link.Stage, giver.Outlet);
        else return;
        var inflow = source.Reach(taker);

        // A giver named twice, by name and by '*', is still one edge: no frame comes twice.
        if (inflow.Queues.Any(queue => queue.Edge.From == from)) return;
        var queue = new SourceQueue(taker.EdgeFrom(from, link), inflow, EdgeDefaults.For(link, source.IsLive));
        inflow.Add(queue);
        outlet.Add(queue);
        source.Add(queue);
    }
}
