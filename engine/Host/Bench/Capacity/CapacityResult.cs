using System.Collections.Immutable;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a capacity bench found.</summary>
internal sealed record CapacityResult
{
    /// <summary>Most cameras at which every one holds.</summary>
    public required int Cameras { get; init; }

    /// <summary>Part of them held back.</summary>
    public required double Reserve { get; init; }

    /// <summary>What is left then.</summary>
    public int CamerasWithReserve => (int)Math.Floor((Cameras * (1 - Reserve)) + 1e-9);

    /// <summary>Whether the search ended because no more were to be tried.</summary>
    public bool IsMost { get; init; }

    /// <summary>The resource that was spent first; null where nothing showed it, or nothing failed.</summary>
    public string? LimitedBy { get; init; }

    /// <summary>Whether other programs took so much of the box that an idle one would hold more.</summary>
    public bool IsDisturbed => Saturation.IsDisturbed(Signals);

    /// <summary>The camera that fared worst at the answer.</summary>
    public WorstCamera? Worst { get; init; }

    /// <summary>Two signs a resource.</summary>
    public ImmutableArray<ResourceSignal> Signals { get; init; } = [];

    /// <summary>The number of cameras that showed them.</summary>
    public int SignalsOf { get; init; }

    /// <summary>Every trial.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>What the cameras sent.</summary>
    public required IReadOnlyList<CameraClip> Clips { get; init; }

    /// <summary>What was asked.</summary>
    public required CapacityOptions Options { get; init; }

    /// <summary>Where it was measured.</summary>
    public required Machine Machine { get; init; }

    /// <summary>The name the graph gives the engine.</summary>
    public required string Engine { get; init; }

    /// <summary>The graph's revision.</summary>
    public required string Revision { get; init; }

    /// <summary>SHA-256 of each model.</summary>
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>What each part takes for a frame.</summary>
    public required IReadOnlyList<StageCost> Stages { get; init; }

    /// <summary>What a camera costs; null where it was not studied.</summary>
    public CostFindings? Cost { get; init; }
}
