using Sluice.Core.Sinks.Media;
using Sluice.Core.Stages.Decode.History;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Graph;

/// <summary>What stages may ask for: the engine itself, its memory for pictures, its sources, and what whoever started the engine offers.</summary>
internal sealed class StageServices(EngineView engine, FrameBudget budget, SourceBoard sources, PacketHistories histories, IServiceProvider given)
    : IServiceProvider
{
    private readonly WrittenFiles _files = new();
    private readonly KeyframeReports _reports = new();

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(EngineView)) return engine;
        if (serviceType == typeof(FrameBudget)) return budget;
        if (serviceType == typeof(PacketHistories)) return histories;
        if (serviceType == typeof(WrittenFiles)) return _files;
        if (serviceType == typeof(KeyframeReports)) return _reports;
        return serviceType == typeof(SourceBoard) ? sources : given.GetService(serviceType);
    }
}
