using System.Collections.Concurrent;
using Sluice.Core.Stages.Inference;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>The hash of each model's file, for rows, and which models are not written down yet. Thread-safe.</summary>
/// <param name="models">The engine's models; null where there are none.</param>
internal sealed class ModelHashes(ModelRegistry? models)
{
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>The first 16 hex digits of the SHA-256 of a model's file; empty for a model that was never loaded.</summary>
    public string Of(string model) => _hashes.TryGetValue(model, out var hash) ? hash : Look(model);

    /// <summary>The models loaded so far.</summary>
    public IReadOnlyList<DetectionModel> Loaded => models?.Loaded ?? [];

    // Whoever found something with a model has loaded it, so that a second look never comes to another answer.
    private string Look(string model)
        => _hashes.GetOrAdd(model, static (id, all) => MetadataRows.Short(all.FirstOrDefault(loaded => loaded.Id == id)?.Sha256 ?? ""), Loaded);
}
