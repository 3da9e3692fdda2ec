namespace Sluice.Core.Config.Checks;

/// <summary>Warns where recorded sources share an edge with live ones: the edge drops, and so loses frames of recordings.</summary>
internal sealed class LiveLinkRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        if (draft.Binder.Errors.Count > 0) return;
        var sources = draft.Sources.ToDictionary(s => s.Id!, s => s.Value!, StringComparer.Ordinal);
        foreach (var stage in draft.Stages)
        {
            foreach (var link in stage.From.Where(l => l.Policy == null))
            {
                var reached = Reached(draft, sources, link.Stage);
                if (reached.Any(s => s.IsLive) && reached.FirstOrDefault(s => !s.IsLive) is { } recorded)
                {
                    draft.Warn(link.At, stage.Place.Key("from"), $"live sources reach this edge, so it drops when full, also frames of "
                        + $"'{recorded.Id}', which is read as fast as it goes; write its pace: realtime, or this edge's policy");
                }
            }
        }
    }

    private static HashSet<SourceConfig> Reached(GraphDraft draft, Dictionary<string, SourceConfig> sources, string id)
    {
        if (id == LinkConfig.AllSources) return [.. sources.Values];
        if (sources.TryGetValue(id, out var source)) return [source];
        return [.. draft.StageOf(id)!.From.SelectMany(l => Reached(draft, sources, l.Stage))];
    }
}
