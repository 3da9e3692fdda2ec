namespace Sluice.Core.Config.Checks;

/// <summary>Every link comes from something declared, and from each thing once.</summary>
internal sealed class LinkRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        var sources = draft.SourceIds.ToHashSet(StringComparer.Ordinal);
        var known = sources.Concat(draft.StageIds).ToHashSet(StringComparer.Ordinal);
        foreach (var stage in draft.Stages)
        {
            var all = stage.From.Exists(l => l.Stage == LinkConfig.AllSources);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var link in stage.From)
            {
                if (!seen.Add(link.Stage)) Add(draft, stage, link, $"'{link.Stage}' is here twice; a stage takes each frame once");
                else if (all && sources.Contains(link.Stage)) Add(draft, stage, link, $"'{link.Stage}' is part of '*' already; leave one out");
                else if (draft.Options.FormerSources.Contains(link.Stage) && !known.Contains(link.Stage))
                    Add(draft, stage, link, $"'{link.Stage}' is no source any more; take it out here too, or put it back under 'sources'");
                else if (link.Stage != LinkConfig.AllSources && !known.Contains(link.Stage))
                    Add(draft, stage, link, $"nothing is named '{link.Stage}'{Nearest.Hint(link.Stage, known.Where(k => k != stage.Id), "sources and stages are")}");
            }
        }
    }

    private static void Add(GraphDraft draft, StageDraft stage, LinkConfig link, string message)
    {
        draft.Binder.Add(link.At, stage.Place.Key("from"), message);
        stage.LinksAreSound = false;
    }
}
