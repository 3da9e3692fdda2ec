using Sluice.Core.Stages.Inference;

namespace Sluice.Host;

/// <summary>What stages may ask the program for.</summary>
/// <param name="models">The graph's models.</param>
internal sealed class RunServices(ModelRegistry models) : IServiceProvider
{
    /// <inheritdoc/>
    public object? GetService(Type serviceType) => serviceType == typeof(ModelRegistry) ? models : null;
}
