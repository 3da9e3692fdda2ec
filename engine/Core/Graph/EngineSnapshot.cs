using System.Collections.Immutable;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>What an engine has done so far, read without stopping it: figures of different places may be a few frames apart.</summary>
public sealed record EngineSnapshot
{
    /// <summary>The engine's name.</summary>
    public required string Engine { get; init; }

    /// <summary>What it is doing.</summary>
    public required EngineState State { get; init; }

    /// <summary>How long sources have been running.</summary>
    public required TimeSpan Running { get; init; }

    /// <summary>Its sources, in file order, then in the order they were added.</summary>
    public required ImmutableArray<SourceSnapshot> Sources { get; init; }

    /// <summary>The sums of the sources that were removed.</summary>
    public RemovedSources Removed { get; init; } = RemovedSources.None;

    /// <summary>Its stages, givers before takers.</summary>
    public required ImmutableArray<StageSnapshot> Stages { get; init; }

    /// <summary>The models loaded so far.</summary>
    public IReadOnlyList<DetectionModel> Models { get; init; } = [];

    /// <summary>The folder that relative paths of the graph start from.</summary>
    public string Directory { get; init; } = "";

    /// <summary>How much more it could take; null before it has run for some seconds.</summary>
    public Headroom? Headroom { get; init; }

    /// <summary>Frames chosen for keeping.</summary>
    public required long Keyframes { get; init; }

    /// <summary>Bytes of pictures in flight.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Most bytes of pictures that were in flight at once.</summary>
    public required long MemoryPeakBytes { get; init; }

    /// <summary>Most bytes of pictures the engine allows.</summary>
    public required long MemoryLimitBytes { get; init; }
}
