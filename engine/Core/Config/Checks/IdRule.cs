using System.Text.RegularExpressions;
using Sluice.Core.Config.Binding;

namespace Sluice.Core.Config.Checks;

/// <summary>Ids are plain words, and name one thing: sources and stages share one set of names, models have their own.</summary>
internal sealed partial class IdRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        var nodes = new Dictionary<string, (string Owner, TextLocation At)>(StringComparer.Ordinal);
        foreach (var source in draft.Sources) Check(source.Id, source.IdAt, source.Place, "source", nodes, draft.Binder);
        foreach (var stage in draft.Stages) Check(stage.Id, stage.IdAt, stage.Place, "stage", nodes, draft.Binder);
        nodes.Clear();
        foreach (var model in draft.Models) Check(model.Id, model.IdAt, model.Place, "model", nodes, draft.Binder);
    }

    private static void Check(
        string? id, TextLocation at, Place place, string what, Dictionary<string, (string Owner, TextLocation At)> seen, Binder binder)
    {
        if (id == null) return;
        if (!Form().IsMatch(id))
        {
            // An empty id is already missing to the binder of sources and models, not to that of stages.
            if (id.Length > 0 || what == "stage") binder.Add(at, place, $"'id' may hold letters, digits, '-', '_' and '.', found '{id}'");
            return;
        }

        if (seen.TryAdd(id, (what, at))) return;
        binder.Add(at, place, $"the id '{id}' is taken by the {seen[id].Owner} at {seen[id].At}; give each its own");
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
