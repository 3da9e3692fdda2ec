using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Config.Checks;

/// <summary>Every link carries what its stage needs.</summary>
internal sealed class ContentRule : IGraphRule
{
    public void Check(GraphDraft draft)
    {
        var given = new Dictionary<string, StreamContent?>(StringComparer.Ordinal) { [LinkConfig.AllSources] = StreamContent.Pictures };
        foreach (var id in draft.SourceIds) given[id] = StreamContent.Pictures;
        foreach (var stage in draft.Stages) Visit(draft, stage, given);
        foreach (var stage in draft.Stages)
        {
            if (stage.Factory == null || !stage.LinksAreSound) continue;
            foreach (var link in stage.From)
                if (given[link.Stage] is { } content && (NeedsOf(stage) & ~content) is not StreamContent.None and var missing)
                    Report(draft, stage, link, content, missing, given);
        }
    }

    private static StreamContent NeedsOf(StageDraft stage) => stage.Value is { } options ? stage.Factory!.NeedsOf(options) : stage.Factory!.Needs;

    /// <summary>What a stage gives; null when it cannot be known for faults reported elsewhere.</summary>
    private static StreamContent? Visit(GraphDraft draft, StageDraft stage, Dictionary<string, StreamContent?> given)
    {
        if (stage.Id == null) return null;
        if (given.TryGetValue(stage.Id, out var known)) return known;
        given[stage.Id] = null;
        if (!stage.LinksAreSound) return null;
        StreamContent? input = ~StreamContent.None;
        foreach (var link in stage.From)
            input &= given.TryGetValue(link.Stage, out var one) ? one : draft.StageOf(link.Stage) is { } giver ? Visit(draft, giver, given) : null;
        if (input == null || stage is not { Factory: { } factory, Value: { } options }) return null;
        try
        {
            return given[stage.Id] = factory.Gives(input.Value, options);
        }
        catch (Exception fault)
        {
            draft.Binder.Add(stage.AtKey("use"), stage.Place, $"'{factory.Use}' cannot say what it gives: {fault.Message}");
            return null;
        }
    }

    private static void Report(
        GraphDraft draft, StageDraft stage, LinkConfig link, StreamContent content, StreamContent missing, Dictionary<string, StreamContent?> given)
    {
        var name = link.Stage == LinkConfig.AllSources ? "a source" : $"'{link.Stage}'";
        var remedy = Giver(draft, stage, missing, given) is { } giver ? $"take it from '{giver}'"
            : Kind(draft.Catalog, content, missing) is { } use ? $"put a stage like '{use}' between"
            : "no kind of stage here gives that";
        draft.Binder.Add(link.At, stage.Place.Key("from"), $"'{stage.Factory!.Use}' needs {ContentWords.Of(missing)}; {name} gives {ContentWords.Of(content)}: {remedy}");
    }

    /// <summary>The last stage of the graph that gives what is missing and is not fed by the stage itself.</summary>
    private static string? Giver(GraphDraft draft, StageDraft stage, StreamContent missing, Dictionary<string, StreamContent?> given)
        => draft.Stages
            .Where(s => s.Id != null && s != stage && given[s.Id] is { } content && (missing & ~content) == 0 && !Reaches(draft, stage, s))
            .Select(s => s.Id)
            .FirstOrDefault();

    private static bool Reaches(GraphDraft draft, StageDraft from, StageDraft to)
        => to.From.Exists(l => l.Stage == from.Id || (draft.StageOf(l.Stage) is { } giver && giver != to && Reaches(draft, from, giver)));

    /// <summary>A kind of stage that turns what there is into what is missing.</summary>
    private static string? Kind(StageCatalog catalog, StreamContent content, StreamContent missing)
    {
        foreach (var factory in catalog.Factories)
        {
            if ((factory.Needs & ~content) != 0) continue;
            try
            {
                if ((missing & ~factory.Gives(content, Activator.CreateInstance(factory.OptionsType)!)) == 0) return factory.Use;
            }
            catch (Exception)
            {
                // A kind that cannot answer for its defaults is no remedy to propose.
            }
        }

        return null;
    }
}
