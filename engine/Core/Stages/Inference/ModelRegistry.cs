using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Cards;

namespace Sluice.Core.Stages.Inference;

/// <summary>The models of a graph, each loaded once however many stages use it. Thread-safe.</summary>
/// <param name="models">The graph's entries; ids are unique.</param>
/// <param name="baseDirectory">Where their relative paths start.</param>
/// <param name="selfTest">Whether a model that fails on its card's golden image is refused; not where that is to be looked into.</param>
public sealed class ModelRegistry(IEnumerable<ModelConfig> models, string baseDirectory, bool selfTest = true) : IDisposable
{
    private readonly Dictionary<string, ModelConfig> _configs = models.ToDictionary(model => model.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, DetectionModel> _loaded = new(StringComparer.Ordinal);
    private readonly Lock _lock = new(); // guards _loaded and _disposed; held while a model loads, so that nobody loads it twice
    private volatile DetectionModel[] _shown = [];
    private bool _disposed;

    /// <summary>The engine's models, for a stage that needs one.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <exception cref="InvalidOperationException">The engine offers none.</exception>
    public static ModelRegistry Of(StageContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (ModelRegistry?)context.Services.GetService(typeof(ModelRegistry))
            ?? throw new InvalidOperationException($"The engine offers no models to the stage '{context.Id}'.");
    }

    /// <summary>Models loaded so far; does not wait for one that is being loaded.</summary>
    public IReadOnlyList<DetectionModel> Loaded => _shown;

    /// <summary>The entry of a model.</summary>
    /// <param name="id">Its id in the graph.</param>
    /// <exception cref="ModelException">The graph has no such model.</exception>
    public ModelConfig ConfigOf(string id) => _configs.TryGetValue(id, out var config)
        ? config
        : throw new ModelException($"There is no model '{id}'{Nearest.Hint(id, _configs.Keys, "the models are")}.");

    /// <summary>A model, loaded at the first call.</summary>
    /// <param name="id">Its id in the graph.</param>
    /// <param name="threads">Threads inside one run, where its entry leaves that to the engine; the first caller decides.</param>
    /// <param name="stop">Ends a long load.</param>
    /// <returns>Owned by the registry.</returns>
    /// <exception cref="ModelException">The graph has no such model, or it cannot be used.</exception>
    public DetectionModel Get(string id, int threads, CancellationToken stop)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_loaded.TryGetValue(id, out var model)) return model;
            model = DetectionModelLoader.Load(ConfigOf(id), baseDirectory, threads, TimeProvider.System, stop);
            try
            {
                if (selfTest) ModelSelfTest.Require(model, stop);
            }
            catch
            {
                model.Dispose();
                throw;
            }

            _loaded.Add(id, model);
            _shown = [.. _loaded.Values];
            return model;
        }
    }

    /// <summary>Gives all models up.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var model in _loaded.Values) model.Dispose();
            _loaded.Clear();
            _shown = [];
        }
    }
}
