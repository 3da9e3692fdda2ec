namespace Sluice.Core.Archive.Catalog;

/// <summary>Which keyframes somebody wants to see; what is null or empty asks for nothing.</summary>
internal sealed record CatalogFilter
{
    /// <summary>Ids of sources.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Taken at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Taken before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Classes, one of which is in it.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Least score.</summary>
    public double? LeastScore { get; init; }

    /// <summary>Names of reasons, one of which it was chosen for: <c>coverage</c>, <c>tracks</c>, <c>random</c>, <c>trigger</c>, a rule's name.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>A text anywhere in its sidecar.</summary>
    public string? Text { get; init; }

    /// <summary>Only what an annotator has looked at.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>Whether a keyframe is wanted.</summary>
    public bool Holds(CatalogEntry entry)
    {
        var known = entry.Keyframe;
        return (Sources.Count == 0 || Sources.Contains(known.Source))
            && (Since is not { } since || known.CapturedAt >= since)
            && (Until is not { } until || known.CapturedAt < until)
            && (Classes.Count == 0 || entry.Boxes.Any(box => Classes.Contains(box.Label, StringComparer.OrdinalIgnoreCase)))
            && (LeastScore is not { } least || known.Score >= least)
            && (Reasons.Count == 0 || Reasons.Any(reason => HasReason(known, reason)))
            && (Text == null || known.Text.Contains(Text, StringComparison.OrdinalIgnoreCase))
            && (!IsCorrected || entry.Corrected != null);
    }

    private static bool HasReason(ArchivedKeyframe known, string reason)
        => (reason == "random" && known.IsRandom) || (reason == "trigger" && known.Trigger != null) || (reason == "rare" && known.RareCell != null)
            || known.Trigger == reason || known.Reasons.GetValueOrDefault(reason) > 0;
}
