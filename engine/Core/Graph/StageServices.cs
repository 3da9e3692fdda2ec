namespace Sluice.Core.Graph;

/// <summary>What stages may ask for: the engine's own memory for pictures, its sources, and what whoever started the engine offers.</summary>
internal sealed class StageServices(FrameBudget budget, SourceBoard sources, IServiceProvider given) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(FrameBudget)) return budget;
        return serviceType == typeof(SourceBoard) ? sources : given.GetService(serviceType);
    }
}
