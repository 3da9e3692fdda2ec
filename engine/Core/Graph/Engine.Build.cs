using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <content>From the configuration to nodes and edges.</content>
public sealed partial class Engine
{
    private void Build()
    {
        var flow = GraphFlow.Of(_config);
        var services = new StageServices(Budget, _services.Stages);
        foreach (var source in _config.Sources) _sources.Add(BuildSource(source));
        if (_sources.Exists(static s => s.Source.IsLive)) Budget.KeepForLive(Budget.LimitBytes / 4);
        foreach (var stage in flow.Order)
        {
            var node = BuildStage(stage, flow, services);
            _stages.Add(node);
            foreach (var link in stage.From)
            {
                if (link.Stage == LinkConfig.AllSources)
                    foreach (var source in _config.Sources) Connect(node, source.Id, link);
                else Connect(node, link.Stage, link);
            }
        }

        foreach (var node in _stages) node.Seal();
        _openInflows = _stages.Sum(static s => s.Inflows.Count);
    }

    private SourceNode BuildSource(SourceConfig config)
    {
        var ledger = new SourceLedger(config.Id, _services.Time);
        var log = _services.Loggers.CreateLogger($"Sluice.Source.{config.Id}");
        var source = _services.Sources(config, new()
        {
            Ledger = ledger,
            Budget = Budget,
            Decoders = _decoders,
            Time = _services.Time,
            Log = log,
            BaseDirectory = _config.BaseDirectory,
            SourceCount = _config.Sources.Length,
            Pushdown = PushdownPlanner.For(_config, config.Id),
        });
        return new(source, ledger, log);
    }

    private StageNode BuildStage(StageConfig config, GraphFlow flow, StageServices services)
    {
        var log = _services.Loggers.CreateLogger($"Sluice.Stage.{config.Id}");
        try
        {
            var stage = config.Factory.Create(new()
            {
                Id = config.Id,
                Engine = _config.Engine.Name,
                BaseDirectory = _config.BaseDirectory,
                Sources = [.. flow.SourcesOf(config.Id).Select(static s => s.Id)],
                Input = flow.InputOf(config.Id),
                Log = new StageLog(log),
                Time = _services.Time,
                Services = services,
            }, config.Options);
            return new(config, stage, _services.Time, log, OnSourceEnded, _hardStop.Token);
        }
        catch (Exception fault)
        {
            throw new StageStartException(config.Id, config.Factory.Use, fault);
        }
    }

    private void Connect(StageNode node, string from, LinkConfig link)
    {
        // A giver named twice, by name and by '*', is still one edge: no frame comes twice.
        if (node.Edges.Any(e => e.From == from)) return;
        var edge = node.Connect(from);
        var givers = _sources.Where(s => s.Source.Id == from).Select(static s => (s.Source.Id, s.Outlet))
            .Concat(_stages.Where(s => s.Id == from).SelectMany(static s => s.Inflows).Select(static i => (Id: i.Source, i.Outlet)))
            .ToList();
        foreach (var (source, outlet) in givers)
        {
            var live = _sources.Exists(s => s.Source.Id == source && s.Source.IsLive);
            var bounds = EdgeDefaults.For(link, live);
            var inflow = node.Reach(source);
            var queue = new SourceQueue(edge, inflow, bounds with { Bytes = new(bounds.Bytes.Bytes / givers.Count) });
            edge.Add(queue);
            inflow.Add(queue);
            outlet.Add(queue);
        }
    }

    private void OnSourceEnded()
    {
        if (Interlocked.Decrement(ref _openInflows) == 0) _drained.TrySetResult();
    }
}
