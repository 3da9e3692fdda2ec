using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Tuning;
using Sluice.Core.Web;

namespace Sluice.Host;

/// <summary>What stages may ask the program for.</summary>
/// <param name="models">The graph's models.</param>
/// <param name="tuning">What was measured of models on this machine; null for nothing.</param>
/// <param name="routes">What stages serve on the web front; null when there is none.</param>
internal sealed class RunServices(ModelRegistry models, TuningStore? tuning, WebRoutes? routes = null) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(ModelRegistry)) return models;
        if (serviceType == typeof(TuningStore)) return tuning;
        return serviceType == typeof(WebRoutes) ? routes : null;
    }
}
