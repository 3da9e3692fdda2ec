using System.Collections.Immutable;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>Loads models and refuses those that do not fit their cards.</summary>
internal static class DetectionModelLoader
{
    /// <summary>Loads a model.</summary>
    /// <param name="config">Its entry in the graph.</param>
    /// <param name="baseDirectory">Where its relative paths start.</param>
    /// <param name="threads">Threads inside one run where the entry leaves it to the engine.</param>
    /// <param name="stop">Ends a long load.</param>
    /// <exception cref="ModelException">The file is not there, is no model, or does not fit its card.</exception>
    public static DetectionModel Load(ModelConfig config, string baseDirectory, int threads, CancellationToken stop)
    {
        var path = ModelFiles.Locate(config, baseDirectory);
        var card = config.Card ?? new();
        foreach (var (key, message) in ModelCardChecks.Faults(card))
            throw new ModelException($"Model '{config.Id}': the card's {key} {message}.");

        var session = Open(config, path, threads, stop);
        try
        {
            var notes = ImmutableArray.CreateBuilder<string>();
            var ports = ModelPorts.Of(config.Id, session, card);
            var labels = card.Labels == null
                ? ModelLabels.Embedded(session.Metadata.Custom)
                : ModelLabels.Read(
                    config.Id, card.Labels, config.CardDirectory.Length > 0 ? config.CardDirectory : Path.GetDirectoryName(path)!, baseDirectory);
            if (card.Labels == null && labels.Length > 0) notes.Add($"takes {labels.Length} labels from the model's own metadata");
            var family = Family(config.Id, card, ports, labels.Length, notes);
            if (ports.FixedBatch is { } batch) notes.Add($"runs {batch} image{(batch == 1 ? "" : "s")} at a time: its batch is fixed");
            return new(config.Id, path, card, session, ports, family, labels, notes.ToImmutable());
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static OrtSession Open(ModelConfig config, string path, int threads, CancellationToken stop)
    {
        var options = new OrtSessionOptions { IntraOpThreads = config.Threads > 0 ? config.Threads : threads, LogId = config.Id };
        try
        {
            return OrtSession.Load(path, options, stop);
        }
        catch (OrtException fault)
        {
            throw new ModelException($"Model '{config.Id}': '{path}' cannot be loaded: {fault.Message}", fault);
        }
    }

    private static ModelFamily Family(string id, ModelCard card, ModelPorts ports, int labels, ImmutableArray<string>.Builder notes)
    {
        int? classes = labels == 0 ? null : labels;
        var shape = ports.Output.Shape.AsSpan();
        var proposed = OutputShapes.Propose(shape, ports.Width, ports.Height, classes);
        var found = $"Model '{id}': output '{ports.Output.Name}' is {OutputShapes.Text(shape)}";
        var count = classes == null ? "" : $" with {classes} labels";
        if (card.Family is { } family)
        {
            if (OutputShapes.Fits(family, shape, ports.Width, ports.Height, classes)) return family;
            throw new ModelException(
                $"{found}, but family {Name(family)}{count} has {OutputShapes.Describe(family, ports.Width, ports.Height, classes)}{Fitting(proposed)}.");
        }

        if (proposed.Count != 1)
            throw new ModelException($"{found}, and the card names no family{count}: "
                + (proposed.Count == 0 ? $"none fits; known are {Names(Enum.GetValues<ModelFamily>())}." : $"it may be {Names(proposed)}; say which."));
        notes.Add($"assumes family {Name(proposed[0])} from output '{ports.Output.Name}' {OutputShapes.Text(shape)}: the card names none");
        return proposed[0];
    }

    private static string Fitting(IReadOnlyList<ModelFamily> families)
        => families.Count == 0 ? "" : $"; the shape would fit {Names(families)}";

    private static string Names(IEnumerable<ModelFamily> families) => string.Join(" or ", families.Select(Name));

    private static string Name(ModelFamily family) => family.ToString().ToLowerInvariant();
}
