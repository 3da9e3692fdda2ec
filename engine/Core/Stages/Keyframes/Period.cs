using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// What a source gathered in a period that is over: apart from the source, which goes on meanwhile. Chosen from once, by one thread; what is
/// not chosen is let go of.
/// </summary>
internal sealed class Period : IDisposable
{
    private List<Candidate> _held = [];
    private List<Candidate> _candidates = [];

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Begin, in seconds on the source's clock.</summary>
    public required double From { get; init; }

    /// <summary>End, in seconds on the source's clock.</summary>
    public required double To { get; init; }

    /// <summary>Frames looked at.</summary>
    public required long Offered { get; init; }

    /// <summary>How many may be chosen.</summary>
    public required int Budget { get; init; }

    /// <summary>The clusters.</summary>
    public required IReadOnlyList<Cluster> Clusters { get; init; }

    /// <summary>The tracks.</summary>
    public required IReadOnlyList<SeenTrack> Tracks { get; init; }

    /// <summary>What showing each track is worth.</summary>
    public required IReadOnlyDictionary<long, double> TrackWorth { get; init; }

    /// <summary>The episodes.</summary>
    public required IReadOnlyList<Episode> Episodes { get; init; }

    /// <summary>Those drawn at random.</summary>
    public required IReadOnlyList<Candidate> Drawn { get; init; }

    /// <summary>The clusters' radius.</summary>
    public required float Radius { get; init; }

    /// <summary>Mean distance of a frame to its cluster's mean.</summary>
    public required double MeanSpread { get; init; }

    /// <summary>How much the number of frames counts.</summary>
    public required double MassExponent { get; init; }

    /// <summary>Told how the candidates ended.</summary>
    public required SelectionLedger Ledger { get; init; }

    /// <summary>Chooses; what was not chosen is let go of.</summary>
    /// <param name="archive">What is archived already; what is chosen is added.</param>
    /// <param name="summary">How well the period is covered.</param>
    /// <returns>In the order of time.</returns>
    public List<KeyframeChoice> Choose(KeptFrames archive, out PeriodSummary summary)
    {
        Gather();
        var known = archive.Before(From);
        var chooser = new Chooser(new ChoiceTask
        {
            Clusters = Clusters,
            Candidates = _candidates,
            Given = [.. Drawn.Take(Budget).Select(drawn => _candidates.IndexOf(drawn)).Where(static index => index >= 0).Distinct()],
            TrackWorth = TrackWorth,
            EpisodeWorth = EpisodeWorth(),
            Archive = known,
            MassExponent = MassExponent,
        });
        var picks = chooser.Choose(Budget);
        var choices = picks.ConvertAll(pick => Keep(pick, archive));
        summary = new(Source, From, To, Offered, Budget, choices.Count, Clusters.Count, Radius, MeanSpread, LargestSpread(), chooser.Reach,
            chooser.Covered);
        choices.Sort(static (a, b) => a.Frame.Info.Index.CompareTo(b.Frame.Info.Index));
        Dispose();
        return choices;
    }

    /// <summary>Chooses a frame without waiting for the end of the period.</summary>
    public static KeyframeChoice KeepNow(Candidate candidate, SelectionLedger ledger, double radius)
    {
        candidate.IsChosen = true;
        ledger.End(SelectionOutcome.Archived);
        var worst = candidate.Episodes?.MaxBy(static episode => episode.Severity);
        var why = new KeyframeWhy
        {
            StandsFor = 1,
            TrackIds = candidate.Tracks,
            RareCell = candidate.RareCell,
            Surprise = candidate.Surprise,
            Trigger = worst?.Trigger,
            Severity = worst?.Severity ?? 0,
            Radius = radius,
        };
        return new(candidate.Frame, candidate.Picture, Describe(why, candidate), why);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_held.Count == 0) Gather();
        foreach (var candidate in _held) candidate.LetGo(superseded: false);
        (_held, _candidates) = ([], []);
    }

    private void Gather()
    {
        if (_held.Count > 0) return;
        _held = [.. Clusters.Select(static cluster => cluster.Candidate).Concat(Tracks.Select(static track => track.Candidate))
            .Concat(Episodes.Select(static episode => episode.Candidate)).Concat(Drawn).OfType<Candidate>()];
        _candidates = [.. _held.Distinct().Where(static candidate => !candidate.IsChosen)];
    }

    private Dictionary<Episode, double> EpisodeWorth()
    {
        var total = Episodes.Sum(static episode => (double)episode.Severity);
        return Episodes.ToDictionary(static episode => episode, episode => total > 0 ? episode.Severity / total : 1.0 / Episodes.Count);
    }

    private double LargestSpread()
    {
        var largest = 0.0;
        foreach (var cluster in Clusters)
            if (float.IsFinite(cluster.CandidateDistance)) largest = Math.Max(largest, cluster.Reach + Math.Sqrt(cluster.CandidateDistance));
        return largest;
    }

    private KeyframeChoice Keep(Pick pick, KeptFrames archive)
    {
        var candidate = _candidates[pick.Candidate];
        candidate.IsChosen = true;
        Ledger.End(SelectionOutcome.Archived);
        archive.Add(new(Source, candidate.Frame.Info.Index, candidate.At, candidate.Features, candidate.Luma));
        var worst = candidate.Episodes?.MaxBy(static episode => episode.Severity);
        var why = new KeyframeWhy
        {
            Coverage = pick.Coverage,
            Tracks = pick.Tracks,
            Episodes = pick.Episodes,
            StandsFor = pick.Frames,
            TrackIds = candidate.Tracks,
            RareCell = candidate.RareCell,
            Surprise = candidate.Surprise,
            Trigger = worst?.Trigger,
            Severity = worst?.Severity ?? 0,
            IsRandom = pick.IsGiven,
            Loss = pick.Loss,
            Radius = Radius,
        };
        return new(candidate.Frame, candidate.Picture, Describe(why, candidate), why);
    }

    private static Keyframe Describe(KeyframeWhy why, Candidate candidate)
    {
        var reasons = new Dictionary<string, double> { ["coverage"] = Math.Round(why.Coverage, 6), ["frames"] = why.StandsFor, ["loss"] = Math.Round(why.Loss, 6) };
        if (why.TrackIds.Count > 0) reasons["tracks"] = Math.Round(why.Tracks, 6);
        if (why.RareCell != null) reasons["surprise"] = Math.Round(why.Surprise, 2);
        if (why.Trigger is { } trigger) reasons[$"trigger_{trigger}"] = Math.Round(why.Severity, 4);
        if (why.IsRandom) reasons["random"] = 1;
        var embedding = new float[candidate.Features.Length];
        for (var i = 0; i < embedding.Length; i++) embedding[i] = candidate.Features[i] / VectorMath.Steps;
        return new() { Score = (float)(why.Coverage + why.Tracks + why.Episodes), Reasons = reasons, Embedding = embedding };
    }
}
