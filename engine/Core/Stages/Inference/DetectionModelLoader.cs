using System.Collections.Immutable;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>Loads models and refuses those that do not fit their cards.</summary>
internal static class DetectionModelLoader
{
    /// <summary>Loads a model.</summary>
    /// <param name="config">Its entry in the graph.</param>
    /// <param name="baseDirectory">Where its relative paths start.</param>
    /// <param name="threads">Threads inside one run where the entry leaves it to the engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends a long load.</param>
    /// <exception cref="ModelException">The file is not there, is no model, or does not fit its card.</exception>
    public static DetectionModel Load(ModelConfig config, string baseDirectory, int threads, TimeProvider time, CancellationToken stop)
    {
        var path = ModelFiles.Locate(config, baseDirectory);
        var card = config.Card ?? new();
        foreach (var (key, message) in ModelCardChecks.Faults(card))
            throw new ModelException($"Model '{config.Id}': the card's {key} {message}.");

        var opener = new SessionOpener(config, path, threads);
        foreach (var (key, message) in CudaOptionChecks.Faults(config)) throw new ModelException($"Model '{config.Id}': {key} {message}.");
        var sessions = new SessionKeeper(opener.Open, time);
        sessions.Open(stop);
        try
        {
            var session = sessions.Session;
            var notes = ImmutableArray.CreateBuilder<string>();
            var ports = ModelPorts.Of(config.Id, session, card);
            var cardDirectory = config.CardDirectory.Length > 0 ? config.CardDirectory : Path.GetDirectoryName(path)!;
            var labels = card.Labels == null
                ? ModelLabels.Embedded(session.Metadata.Custom)
                : ModelLabels.Read(config.Id, card.Labels, cardDirectory, baseDirectory);
            if (card.Labels == null && labels.Length > 0) notes.Add($"takes {labels.Length} labels from the model's own metadata");
            var signature = new ModelSignature(ModelSignature.Readable(session.Outputs, card), ports.Width, ports.Height, labels.IsEmpty ? null : labels.Length, card)
            {
                Metadata = session.Metadata.Custom,
            };
            foreach (var (key, output) in card.Outputs?.All() ?? [])
                if (signature.IndexOf(output) < 0)
                    throw new ModelException($"Model '{config.Id}' has no output '{output}', which the card's outputs.{key} names; {signature.Describe(default)}.");
            RequireFeatures(config.Id, session.Outputs, card);
            var family = Family(config.Id, signature, notes);
            foreach (var (key, message) in family.Faults(card)) throw new ModelException($"Model '{config.Id}': the card's {key} {message}.");
            if (opener.Note.Length > 0) notes.Add(opener.Note);
            if (config.CudaGraph && session.Lane == null) notes.Add("runs on no CUDA device: cuda_graph does nothing");
            if (ports.FixedBatch is { } batch) notes.Add($"runs {batch} image{(batch == 1 ? "" : "s")} at a time: its batch is fixed");
            var model = new DetectionModel(config.Id, path, card, sessions, ports, family, signature, labels, notes.ToImmutable()) { CardDirectory = cardDirectory, Gpu = ModelGpu.Of(opener.CudaDevice) };
            if (card.Sha256 != null && !card.Sha256.Equals(model.Sha256, StringComparison.OrdinalIgnoreCase))
                throw new ModelException($"Model '{config.Id}': '{path}' has sha256 {model.Sha256}, but the card is of {card.Sha256}: "
                    + "it is another file; get the right one, or write a new card.");
            return model;
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    private static void RequireFeatures(string id, ImmutableArray<OrtTensorInfo> outputs, ModelCard card)
    {
        if (card.Features is not { } name) return;
        var all = string.Join(", ", outputs.Select(static output => $"'{output.Name}' {output.Describe()}"));
        if (outputs.FirstOrDefault(output => output.Name == name) is not { } found)
            throw new ModelException($"Model '{id}' has no output '{name}', which the card's features names; it has {all}.");
        if (found.Shape.Length is not (2 or 4) || found.ElementType is not (OrtElementType.Float32 or OrtElementType.Float16))
            throw new ModelException($"Model '{id}': the card's features '{name}' is {found.Describe()}; float32 or float16 of [n, length] or [n, channels, rows, columns] is wanted.");
    }

    private static OutputFamily Family(string id, ModelSignature model, ImmutableArray<string>.Builder notes)
    {
        var proposed = OutputFamilies.Propose(model);
        var count = model.Classes == null ? "" : $" with {model.Classes} labels";
        if (model.Card.Family is { } named)
        {
            var family = OutputFamilies.Of(named);
            var places = family.Find(model);
            if (!places.IsDefault && family.Fits(model.Declared(places), model)) return family;
            throw new ModelException(
                $"Model '{id}': {model.Describe(places)}, but family {Name(family)}{count} has {family.Expected(model)}{Fitting(proposed)}.");
        }

        var found = $"Model '{id}': {model.Describe(default)}";
        if (proposed.Count != 1)
            throw new ModelException($"{found}, and the card names no family{count}: "
                + (proposed.Count == 0 ? $"none fits; known are {Names(Enum.GetValues<ModelFamily>().Select(OutputFamilies.Of))}." : $"it may be {Names(proposed)}; say which."));
        notes.Add($"assumes family {Name(proposed[0])}, because {model.Describe(proposed[0].Find(model))}: the card names none");
        return proposed[0];
    }

    private static string Fitting(IReadOnlyList<OutputFamily> families)
        => families.Count == 0 ? "" : $"; the shape would fit {Names(families)}";

    private static string Names(IEnumerable<OutputFamily> families) => string.Join(" or ", families.Select(Name));

    private static string Name(OutputFamily family) => Snake.Case(family.Id.ToString());
}
