namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// What a source gathered in a period that is over: apart from the source, which goes on meanwhile. Chosen from once, by one thread; what is
/// not chosen is let go of.
/// </summary>
internal sealed partial class Period : IDisposable
{
    private List<Candidate> _held = [];
    private List<Candidate> _candidates = [];
    private Chooser? _chooser;
    private bool _isDrafted;
    private bool _isOver;

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Begin, in seconds on the source's clock.</summary>
    public required double From { get; init; }

    /// <summary>End, in seconds on the source's clock.</summary>
    public required double To { get; init; }

    /// <summary>When the budget's period began, on the wall clock or that of the recording.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Number of the budget's period, the same for all sources on one clock.</summary>
    public required long Number { get; init; }

    /// <summary>Frames looked at.</summary>
    public required long Offered { get; init; }

    /// <summary>How many may be chosen.</summary>
    public required int Budget { get; init; }

    /// <summary>The share of what is chosen that is drawn at random, where the budget is shared.</summary>
    public double RandomShare { get; init; }

    /// <summary>
    /// Where the budget is shared, a number from 0 to 1 by chance, for whose random share is rounded up. Null where the budget is the source's
    /// own: then <see cref="Drawn"/> are just those to be chosen.
    /// </summary>
    public double? Luck { get; init; }

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

    /// <summary>How far apart its appearances are.</summary>
    public AppearanceMetric Metric { get; init; } = AppearanceMetric.Plain;

    /// <summary>The tracks that what was kept before its end shows.</summary>
    public IReadOnlySet<long> Shown { get; init; } = new HashSet<long>();

    /// <summary>What the last choice brought, in frames times distance; null where there was none, and before <see cref="Choose"/>.</summary>
    public double? Price { get; private set; }

    /// <summary>Told how the candidates ended.</summary>
    public required SelectionLedger Ledger { get; init; }

    /// <summary>Puts what may be chosen into order.</summary>
    /// <param name="archive">What is archived already.</param>
    /// <param name="most">How many, at most.</param>
    /// <returns>What each choice adds, in their order: never more than the one before, but for those that are set.</returns>
    public IReadOnlyList<double> Rank(KeptFrames archive, int most)
    {
        Gather();
        FindRepeats(archive);
        _chooser = NewChooser(archive);
        // How many of a shared budget chance draws depends on how many this source is given.
        return [.. _chooser.Rank(most, Luck == null ? Given(most) : []).Select(static pick => pick.IsGiven ? double.PositiveInfinity : pick.Gain)];
    }

    /// <summary>Chooses, after <see cref="Rank"/> or <see cref="Draft"/>; what was not chosen is let go of.</summary>
    /// <param name="archive">What is chosen is added.</param>
    /// <param name="count">How many.</param>
    /// <param name="summary">How well the period is covered.</param>
    /// <returns>In the order of time.</returns>
    public List<KeyframeChoice> Choose(KeptFrames archive, int count, out PeriodSummary summary)
    {
        var isDrafted = _isDrafted;
        if (isDrafted) NoteRepeats(archive);
        else if (Luck != null) Draft(archive, [], count, (int)Math.Round(count * RandomShare, MidpointRounding.AwayFromZero));
        // What another source kept since then.
        else if (FindRepeats(archive)) Rank(archive, count);
        var chooser = _chooser ?? throw new InvalidOperationException("Choices are ranked before they are made.");
        var picks = chooser.Choose(count, mayExchange: !isDrafted);
        if (picks.LastOrDefault(static pick => !pick.IsGiven) is { } last) Price = chooser.WorthOf(last);
        var choices = picks.ConvertAll(pick => Keep(pick, archive));
        summary = new(Source, From, To, Offered, count, choices.Count, Clusters.Count, Radius, MeanSpread, LargestSpread(), chooser.Reach,
            chooser.Covered);
        choices.Sort(static (a, b) => a.Frame.Info.Index.CompareTo(b.Frame.Info.Index));
        Conclude(archive, choices);
        Dispose();
        return choices;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        Gather();
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
        archive.Add(KeptFrame.Of(candidate));
        return new(candidate.Frame, candidate.Picture, KeyframeReasons.Of(candidate, pick, Began));
    }
}
