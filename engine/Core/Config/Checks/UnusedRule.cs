namespace Sluice.Core.Config.Checks;

/// <summary>Warns of sources and models nobody takes.</summary>
internal sealed class UnusedRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        var taken = draft.Stages.SelectMany(s => s.From).Select(l => l.Stage).ToHashSet(StringComparer.Ordinal);
        var named = draft.Binder.References.Where(r => r.Section == "models").Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(LinkConfig.AllSources))
        {
            foreach (var source in draft.Sources)
                if (source.Id != null && !taken.Contains(source.Id)) draft.Warn(source.Node.At, source.Place, "no stage takes from it");
        }

        foreach (var model in draft.Models)
            if (model.Id != null && !named.Contains(model.Id)) draft.Warn(model.Node.At, model.Place, "no stage names it");
    }
}
