namespace Sluice.Core.Config.Checks;

/// <summary>Frames flow one way: no stage is reached from itself.</summary>
internal sealed class CycleRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        var done = new HashSet<StageDraft>();
        foreach (var stage in draft.Stages) Follow(draft, stage, [], done);
    }

    private static void Follow(GraphDraft draft, StageDraft stage, List<StageDraft> path, HashSet<StageDraft> done)
    {
        if (done.Contains(stage)) return;
        path.Add(stage);
        foreach (var link in stage.From)
        {
            if (draft.StageOf(link.Stage) is not { } giver) continue;
            var start = path.IndexOf(giver);
            if (start < 0) Follow(draft, giver, path, done);
            else Report(draft, stage, link, path[start..]);
        }

        path.RemoveAt(path.Count - 1);
        done.Add(stage);
    }

    // The path was followed against the flow; it is shown along it, from the giver back to itself.
    private static void Report(GraphDraft draft, StageDraft stage, LinkConfig link, List<StageDraft> cycle)
    {
        var names = cycle.Select(s => s.Id).Reverse().Prepend(cycle[0].Id);
        draft.Binder.Add(link.At, stage.Place.Key("from"), $"a cycle: {string.Join(" -> ", names)}; frames flow one way");
        foreach (var member in cycle) member.LinksAreSound = false;
    }
}
