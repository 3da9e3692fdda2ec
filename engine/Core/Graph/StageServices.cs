namespace Sluice.Core.Graph;

/// <summary>What stages may ask for: the engine's own memory for pictures, and what whoever started the engine offers.</summary>
internal sealed class StageServices(FrameBudget budget, IServiceProvider given) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(FrameBudget) ? budget : given.GetService(serviceType);
}
