using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Inference;

namespace Sluice.Host;

/// <summary>Loads one model outside any graph, by the rules graphs have: the card beside it, or given on the command line.</summary>
internal static class ModelOpener
{
    /// <summary>The id a model opened here has.</summary>
    public const string Id = "model";

    /// <summary>A graph that holds the model and nothing worth running.</summary>
    /// <param name="path">Folder or <c>.onnx</c> file, from the working directory.</param>
    /// <param name="card">Values of the card, each <c>key=value</c>.</param>
    /// <param name="video">A video the graph reads; null for a scene.</param>
    /// <param name="copies">How many sources read it.</param>
    /// <param name="track">Values of a <c>track</c> stage behind the model, each <c>key=value</c>; null for no such stage.</param>
    /// <exception cref="ConfigException">The model is not there, or its card or a value is faulty.</exception>
    public static GraphConfig Graph(
        string path, IReadOnlyList<string> card, string? video = null, int copies = 1, IReadOnlyList<string>? track = null)
    {
        var tracking = track == null ? "" : ", { id: track, use: track, from: detect }";
        var source = JsonSerializer.Serialize(video ?? "scene:overpass");
        var text = $$"""
            version: 1
            sources: [{{string.Join(", ", Enumerable.Range(1, copies).Select(copy => $"{{ id: video{copy}, uri: {source} }}"))}}]
            models: [{ id: {{Id}}, path: {{JsonSerializer.Serialize(path)}} }]
            stages: [{ id: detect, use: detect, from: "*", model: {{Id}} }{{tracking}}]
            """;
        return GraphLoader.Parse(text, "command line", Directory.GetCurrentDirectory(), BuiltInStages.Catalog(),
            new LoadOptions { Sets = [.. card.Select(static value => $"models.{Id}.card.{value}"), .. (track ?? []).Select(static value => $"stages.track.{value}")] });
    }

    /// <summary>The registry of such a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="selfTest">Whether a model that fails on its golden image is refused.</param>
    public static ModelRegistry Registry(GraphConfig graph, bool selfTest = true) => new(graph.Models, graph.BaseDirectory, selfTest);

    /// <summary>Where a model's card lies, or would lie.</summary>
    /// <param name="path">Folder or <c>.onnx</c> file, from the working directory.</param>
    public static string CardFile(string path)
    {
        var full = Path.GetFullPath(path);
        return Directory.Exists(full) ? Path.Combine(full, "card.yaml") : Path.ChangeExtension(full, ".card.yaml");
    }
}
