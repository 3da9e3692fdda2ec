using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Tuning;

namespace Sluice.Host;

/// <summary>What stages may ask the program for.</summary>
/// <param name="models">The graph's models.</param>
/// <param name="tuning">What was measured of models on this machine; null for nothing.</param>
internal sealed class RunServices(ModelRegistry models, TuningStore? tuning) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType)
        => serviceType == typeof(ModelRegistry) ? models : serviceType == typeof(TuningStore) ? tuning : null;
}
