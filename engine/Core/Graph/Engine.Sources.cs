using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <content>Sources that are added, removed, replaced and paused while the graph runs. None of it is on the way of a frame.</content>
public sealed partial class Engine
{
    // Guards the shape of the graph: the roster, the stages' inflows and edges, _isClosing and _runs. Held for the change only, never while
    // something drains. Lanes' locks are taken inside it, one at a time.
    private readonly Lock _graph = new();
    private readonly Dictionary<string, StageContext> _contexts = new(StringComparer.Ordinal);
    private volatile SourceRoster _roster = SourceRoster.Empty;
    private CancellationToken _stop;
    private bool _runs;
    private bool _isClosing;

    /// <summary>What the sources are configured as now, in order; none that is being removed.</summary>
    public IReadOnlyList<SourceConfig> SourceConfigs
    {
        get
        {
            lock (_graph) return [.. _roster.Sources.Where(static s => !s.IsLeaving).Select(static s => s.Config)];
        }
    }

    /// <summary>
    /// Adds a source: it reaches every stage that takes from <c>*</c> or names it. It starts at once when the engine runs, and with it otherwise.
    /// </summary>
    /// <param name="config">A checked source.</param>
    /// <param name="graph">A later version of the graph whose links to this source hold too; null for none.</param>
    /// <exception cref="SourceChangeException">The id is taken, a stage cannot take the source, or the engine stops.</exception>
    public void AddSource(SourceConfig config, GraphConfig? graph = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        lock (_graph)
        {
            if (Find(config.Id) is { } known)
                throw Conflict(known.IsLeaving ? $"source '{config.Id}' is being removed; add it again in a moment" : $"there is a source '{config.Id}' already; replace it, or choose another id");
            Enter(config, graph);
        }
    }

    /// <summary>
    /// Removes a source: it is told to stop, its frames in flight have <see cref="EngineConfig.Drain"/> to finish, and what is left is dropped
    /// and counted. A source or stage that does not come back delays this and nothing else.
    /// </summary>
    /// <param name="id">Its id, which is free again when the returned task has ended.</param>
    /// <returns>Its account, closed.</returns>
    /// <exception cref="SourceChangeException">There is no such source, it is being removed, or the engine does not run yet.</exception>
    public Task<SourceSnapshot> RemoveSourceAsync(string id) => TakeOutAsync(Claim(id));

    /// <summary>Replaces a source by another of the same id, with an account of its own.</summary>
    /// <param name="config">A checked source.</param>
    /// <param name="graph">A later version of the graph whose links to this source hold too; null for none.</param>
    /// <exception cref="SourceChangeException">There is no such source, or the new one cannot be made: then the old one stays.</exception>
    public async Task ReplaceSourceAsync(SourceConfig config, GraphConfig? graph = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        Require(config.Id);

        // What can be refused is refused before the old one stops.
        await MakeSource(config, graph).DisposeAsync();
        var old = Claim(config.Id);
        await TakeOutAsync(old);
        lock (_graph) Enter(config, graph);
    }

    /// <summary>Pauses a source: a live one is disconnected until it is resumed, a recorded one keeps its place.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="SourceChangeException">There is no such source, it has ended, or it is paused.</exception>
    public Task PauseSourceAsync(string id) => Require(id).PauseAsync(SourceLimit);

    /// <summary>Lets a paused source go on, with the same account.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="SourceChangeException">There is no such source, or it is not paused.</exception>
    public void ResumeSource(string id) => Require(id).Resume();

    /// <summary>The stages that name a source in their <c>from</c>, whether or not it is there.</summary>
    /// <param name="id">Its id.</param>
    public IReadOnlyList<string> StagesNaming(string id)
    {
        lock (_graph) return [.. _stages.Where(stage => stage.Links.Any(link => link.Stage == id)).Select(static stage => stage.Id)];
    }

    /// <summary>Whether any stage takes from a source that is there.</summary>
    /// <param name="id">Its id.</param>
    public bool Reaches(string id)
    {
        lock (_graph) return Find(id) is { Inflows.Count: > 0 };
    }

    // However short the drain: a source that has only just been told to stop is not stuck.
    private TimeSpan SourceLimit => _config.Engine.Drain > Grace ? _config.Engine.Drain : Grace;

    private static SourceChangeException Conflict(string message) => new(SourceChangeFault.Conflict, message);

    private SourceNode? Find(string id) => _roster.Sources.FirstOrDefault(source => source.Id == id);

    private SourceNode Require(string id)
    {
        lock (_graph)
        {
            var node = Find(id) ?? throw new SourceChangeException(SourceChangeFault.NotFound,
                $"there is no source '{id}'{Nearest.Hint(id, _roster.Sources.Select(static s => s.Id), "sources are")}");
            if (!_runs) throw Conflict("the engine is still starting; try again in a moment");
            return node.IsLeaving ? throw Conflict($"source '{id}' is being removed") : node;
        }
    }

    private SourceNode Claim(string id)
    {
        lock (_graph)
        {
            var node = Require(id);
            node.IsLeaving = true;
            return node;
        }
    }

    // Under the graph lock.
    private void Enter(SourceConfig config, GraphConfig? graph)
    {
        if (_isClosing || !TryRetain()) throw Conflict("the engine stops; no source can be added any more");
        try
        {
            if (_stages.Exists(stage => stage.Id == config.Id)) throw Conflict($"there is a stage '{config.Id}'; choose another id for the source");
            CheckStages(config, graph);
            var node = Attach(MakeSource(config, graph), graph);
            _metrics.Follow();
            if (_runs) node.Start(_stop);
            GraphLog.SourceAdded(_log, config.Id);
        }
        finally
        {
            Release();
        }
    }

    private SourceNode MakeSource(SourceConfig config, GraphConfig? graph)
    {
        try
        {
            return BuildSource(config, Math.Max(1, _roster.Sources.Length), graph);
        }
        catch (Exception fault)
        {
            throw new SourceChangeException(SourceChangeFault.Refused, $"source '{config.Id}' cannot be made: {Secrets.MaskUris(fault.Message)}", fault);
        }
    }

    // Under the graph lock. Before this the source reaches nothing; afterwards it is there for everyone.
    private SourceNode Attach(SourceNode node, GraphConfig? graph)
    {
        Retain();
        foreach (var stage in _stages)
        {
            stage.Links = LinksOf(stage, node.Id, graph);
            foreach (var link in stage.Links) Connect(node, stage, link);
        }

        _board.Set(node.Id, node.IsLive, () => node.Status);
        foreach (var inflow in node.Inflows) inflow.Node.Add(inflow);
        foreach (var queue in node.Queues) queue.Edge.Add(queue);
        _roster = _roster with { Sources = _roster.Sources.Add(node) };
        KeepForLive();
        return node;
    }

    // The stage's links, and those that a later version of the graph has to this source.
    private static ImmutableArray<LinkConfig> LinksOf(StageNode stage, string source, GraphConfig? graph)
    {
        var links = stage.Links;
        var later = graph?.Stages.FirstOrDefault(s => s.Id == stage.Id)?.From.FirstOrDefault(l => l.Stage == source);
        return later == null || links.Any(l => l.Stage == source) ? links : links.Add(later);
    }

    /// <summary>Asks every stage the source would reach whether it could be made with it: a file for one source cannot take two.</summary>
    private void CheckStages(SourceConfig config, GraphConfig? graph)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { LinkConfig.AllSources, config.Id };
        foreach (var stage in _stages)
        {
            if (!LinksOf(stage, config.Id, graph).Any(link => reached.Contains(link.Stage))) continue;
            reached.Add(stage.Id);
            var known = _contexts[stage.Id];
            var context = new StageContext
            {
                Id = known.Id,
                Engine = known.Engine,
                BaseDirectory = known.BaseDirectory,
                Sources = [.. stage.SourceIds.Order(StringComparer.Ordinal), config.Id],
                Input = known.Input,
                Log = known.Log,
                Time = known.Time,
                Services = known.Services,
            };
            try
            {
                var asked = stage.Config.Factory.Create(context, stage.Config.Options);
                if (!ReferenceEquals(asked, stage.Stage)) _ = DisposeAsync(stage.Id, asked);
            }
            catch (Exception fault)
            {
                throw new SourceChangeException(SourceChangeFault.Refused, $"stage '{stage.Id}' cannot take source '{config.Id}': {fault.Message}", fault);
            }
        }
    }

    private async Task<SourceSnapshot> TakeOutAsync(SourceNode node)
    {
        var started = _services.Time.GetTimestamp();
        node.Cancel();
        if (!await EndsWithinAsync(node.Running, SourceLimit)) node.LeaveBehind();
        node.End();
        var left = SourceLimit - _services.Time.GetElapsedTime(started);
        if (!await EndsWithinAsync(node.Drained, left > Grace ? left : Grace))
            foreach (var inflow in node.Inflows) inflow.Lane.Detach(inflow);
        node.Close();
        await DisposeAsync(node.Id, node);
        var account = SnapshotOf(node);
        lock (_graph)
        {
            foreach (var inflow in node.Inflows) inflow.Node.Forget(inflow);
            foreach (var queue in node.Queues)
            {
                queue.Edge.Remove(queue);
                if (queue.Edge.From == node.Id) queue.Inflow.Node.Remove(queue.Edge);
            }

            _board.Remove(node.Id);
            _roster = new(_roster.Sources.Remove(node), _roster.Removed.With(account));
            KeepForLive();
        }

        _metrics.EndRemoved();
        node.CountLeft();
        GraphLog.SourceRemoved(_log, node.Id, node.Ledger.Arrived);
        return account;
    }

    private void KeepForLive() => Budget.KeepForLive(_roster.Sources.Any(static s => s.IsLive) ? Budget.LimitBytes / 4 : 0);
}
