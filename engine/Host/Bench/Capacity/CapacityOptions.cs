namespace Sluice.Host.Bench.Capacity;

/// <summary>What <see cref="CapacityBench"/> is to find out.</summary>
internal sealed record CapacityOptions
{
    /// <summary>The graph's file.</summary>
    public required string Graph { get; init; }

    /// <summary>Values to override in it.</summary>
    public required string[] Sets { get; init; }

    /// <summary>Clips the cameras send, in turn.</summary>
    public required string[] Clips { get; init; }

    /// <summary>Frames a second; null for the clips' own.</summary>
    public double? Fps { get; init; }

    /// <summary>Most time a frame may take, for 95 of 100.</summary>
    public TimeSpan P95 { get; init; }

    /// <summary>Least part of its frames a camera must deliver.</summary>
    public double LeastDelivered { get; init; } = 0.98;

    /// <summary>Most of its frames a camera may lose without being told to.</summary>
    public double MostLost { get; init; } = 0.005;

    /// <summary>How long the number that counts must hold.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Before each window.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>Most a packet is late.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Most cameras tried.</summary>
    public int Most { get; init; }

    /// <summary>Cores the engine may use; null for all.</summary>
    public int? Cores { get; init; }

    /// <summary>Memory the engine may have resident; null for nearly all there is.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Part of the cameras held back.</summary>
    public double Reserve { get; init; } = 0.2;

    /// <summary>Whether cameras come over RTSP instead of as packets in the engine's process.</summary>
    public bool OverRtsp { get; init; }

    /// <summary>Whether to leave out the cost model and its measurements.</summary>
    public bool SearchOnly { get; init; }

    /// <summary>Whether to search at half the rate too, and compare with what the model says.</summary>
    public bool Verify { get; init; }

    /// <summary>Folder of the report; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>Seed of phases and jitter.</summary>
    public int Seed { get; init; } = 1;
}
