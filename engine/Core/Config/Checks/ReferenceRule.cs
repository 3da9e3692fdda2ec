using Sluice.Core.Config.Binding;

namespace Sluice.Core.Config.Checks;

/// <summary>Options that name a model or a source name one that is declared.</summary>
internal sealed class ReferenceRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        foreach (var reference in draft.Binder.References)
        {
            IReadOnlyCollection<string> known = reference.Section switch
            {
                "models" => [.. draft.ModelIds],
                "sources" => [.. draft.SourceIds],
                "stages" => [.. draft.StageIds],
                _ => [],
            };
            if (known.Contains(reference.Id)) continue;
            var hint = known.Count == 0
                ? $"; there is no entry under '{reference.Section}'"
                : Nearest.Hint(reference.Id, known, $"{reference.Section} are");
            draft.Binder.Add(reference.Node.At, reference.Place, $"'{reference.Section}' has no {Binder.Shown(reference.Node)}{hint}");
        }
    }
}
