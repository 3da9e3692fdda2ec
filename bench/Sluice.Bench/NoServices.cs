namespace Sluice.Bench;

/// <summary>Has no services: benchmarks' stages need none.</summary>
internal sealed class NoServices : IServiceProvider
{
    public object? GetService(Type serviceType) => null;
}
