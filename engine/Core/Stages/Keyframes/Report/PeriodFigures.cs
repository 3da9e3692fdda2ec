namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>What choosing knows of a period that is over.</summary>
internal sealed record PeriodFigures
{
    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Frames looked at.</summary>
    public long Offered { get; init; }

    /// <summary>How they ended, by name: <c>merged</c>, <c>archived</c>, ...; their sum is <see cref="Offered"/>.</summary>
    public IReadOnlyDictionary<string, long> Outcomes { get; init; } = new Dictionary<string, long>();

    /// <summary>Frames that might have been chosen.</summary>
    public int Budget { get; init; }

    /// <summary>Frames that were.</summary>
    public int Chosen { get; init; }

    /// <summary>Clusters in use at the end.</summary>
    public int Clusters { get; init; }

    /// <summary>Their radius.</summary>
    public double Radius { get; init; }

    /// <summary>Mean distance of a frame to its cluster's mean, as a share of the reach (rho/D): what one pass cost on average.</summary>
    public double Rho { get; init; }

    /// <summary>Largest distance of a frame to the one that stands for it, as a share of the reach (delta/D): what one pass cost at most.</summary>
    public double Delta { get; init; }

    /// <summary>Share of all appearance that the chosen ones cover.</summary>
    public double Covered { get; init; }

    /// <summary>The reach: largest distance between a candidate and a cluster, the scale of appearance here.</summary>
    public double Reach { get; init; }

    /// <summary>Mean distance of all frames to the nearest kept one; null where nothing was kept.</summary>
    public double? Distance { get; init; }

    /// <summary>Distance within which 95 % of all frames have a chosen one; null where nobody measured.</summary>
    public double? Reach95 { get; init; }

    /// <summary>Collection rules and what they did.</summary>
    public IReadOnlyList<TriggerFigure> Triggers { get; init; } = [];

    /// <summary>Frames that repeat those of other sources.</summary>
    public IReadOnlyList<DuplicateFigure> Duplicates { get; init; } = [];
}
