namespace Sluice.Host.Bench.Scaling;

/// <summary>What <see cref="ScalingBench"/> is to find out.</summary>
internal sealed record ScalingOptions
{
    /// <summary>The graph's file.</summary>
    public required string Graph { get; init; }

    /// <summary>Values to override in it.</summary>
    public required string[] Sets { get; init; }

    /// <summary>Clips the sources send, in turn.</summary>
    public required string[] Clips { get; init; }

    /// <summary>Most sources; 1, 2, 4, ... are measured before.</summary>
    public int Most { get; init; }

    /// <summary>Frames a second over all sources, the same for each number of them.</summary>
    public double Rate { get; init; }

    /// <summary>How long each number is measured.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How often each is measured, in turn.</summary>
    public int Rounds { get; init; }

    /// <summary>How long the soak runs; zero for none.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>Sources of the soak.</summary>
    public int SoakSources { get; init; }

    /// <summary>Frames a second of each camera of the thousand.</summary>
    public double CameraFps { get; init; }

    /// <summary>Folder of the report; null for none.</summary>
    public string? Out { get; init; }
}
