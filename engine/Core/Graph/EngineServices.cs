using Microsoft.Extensions.Logging;
using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>What an engine is given by whoever starts it.</summary>
public sealed record EngineServices
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where messages go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>What stages may ask for, such as the models; the engine adds its <see cref="FrameBudget"/>.</summary>
    public required IServiceProvider Stages { get; init; }

    /// <summary>Whether it goes on when all sources have ended, or when there are none, because more may be added.</summary>
    public bool Stays { get; init; }

    /// <summary>Called when the run is over and its figures are final, before its instruments go; null for nothing. Must not throw.</summary>
    public Action? Ended { get; init; }

    /// <summary>Makes a source; cheap, opens nothing: <see cref="ISource.RunAsync"/> does.</summary>
    public required Func<SourceConfig, SourceSetup, ISource> Sources { get; init; }
}
