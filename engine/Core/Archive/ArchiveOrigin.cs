using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Inference;

namespace Sluice.Core.Archive;

/// <summary>What made a keyframe: the engine, its graph, its models.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Stage">The stage's id.</param>
/// <param name="Run">This run; empty where nobody knows.</param>
/// <param name="Config">The graph's revision; empty where nobody knows.</param>
/// <param name="Blurred">Classes that were made unrecognisable.</param>
/// <param name="HashOf">The SHA-256 of a model's file; empty for a model that is not known.</param>
internal sealed record ArchiveOrigin(string Engine, string Stage, Guid Run, string Config, IReadOnlyList<string> Blurred, Func<string, string> HashOf)
{
    /// <summary>That of a stage.</summary>
    public static ArchiveOrigin Of(StageContext context, IReadOnlyList<string> blurred)
    {
        var view = (EngineView?)context.Services.GetService(typeof(EngineView));
        var models = (ModelRegistry?)context.Services.GetService(typeof(ModelRegistry));
        return new(context.Engine, context.Id, view?.Run ?? Guid.Empty, view?.Config.Revision ?? "", blurred,
            id => models?.Loaded.FirstOrDefault(model => model.Id == id)?.Sha256 ?? "");
    }
}
