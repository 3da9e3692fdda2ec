namespace Sluice.Core.Stages.Keyframes;

/// <content>
/// Choices that don't wait for the end of the period: every <c>commit</c>, what brings more than the last choice of the period before brought
/// in the end. What a frame brings counts in frames times distance, so that it can be compared while a period is still growing.
/// </content>
internal sealed partial class SourceSelector
{
    // A source that has spent little of its pace asks for less than that, one that is ahead of it for more.
    private const double LeastPrice = 0.5, MostPrice = 4;
    private readonly EarlyChoices _early;
    private double _committedAt;

    /// <summary>Whether it is time, before the next frame.</summary>
    public bool IsCommitDue => _options.Commit is { } every && _start != null && _lastSeen - _committedAt >= every.TotalSeconds;

    /// <summary>Chooses what is worth its price already.</summary>
    /// <param name="price">What the last choice of the period before brought.</param>
    /// <returns>The choices; the caller's, paid for from the period's budget.</returns>
    public List<KeyframeChoice> Commit(double price)
    {
        _committedAt = _lastSeen;
        if (_start is not { } start || _options.Budget.Rate is not { Period: { } period } rate) return [];

        // The random share is drawn of the whole period.
        var open = rate.Count - _options.RandomOf(rate.Count);
        var granted = NumberOf(_lastSeen) == _grantedIn ? _granted : 0;
        var pace = open * (_lastSeen - start) / period.TotalSeconds;
        var drawn = _drawn.Held.ToHashSet();
        List<Episode> episodes = [.. _watches.SelectMany(static watch => watch.Judge())];
        var candidates = _clusters.Clusters.Select(static cluster => cluster.Candidate).Concat(_tracks.Tracks.Select(static track => track.Candidate))
            .Concat(episodes.Select(static episode => episode.Candidate)).OfType<Candidate>().Distinct()
            .Where(candidate => !candidate.IsChosen && !drawn.Contains(candidate)).ToList();
        if (open - _spent - granted <= 0 || candidates.Count == 0) return [];
        var chooser = new Chooser(new()
        {
            Clusters = _clusters.Clusters,
            Candidates = candidates,
            TrackWorth = _tracks.Worth(),
            EpisodeWorth = Episode.WorthOf(episodes),
            Archive = _kept?.Before(start, _source) ?? _early.Frames,
            Shown = _early.Tracks,
            Metric = _metric,
            MassExponent = MassExponent,
        });
        var ranked = chooser.Rank(open - _spent - granted);
        var count = 0;
        while (count < ranked.Count && chooser.WorthOf(ranked[count]) >= price * Math.Clamp((_spent + count + 1) / (pace + 1), LeastPrice, MostPrice)) count++;
        return count == 0 ? [] : chooser.Choose(count, mayExchange: false).ConvertAll(pick => KeepNow(candidates[pick.Candidate], pick));
    }

    private KeyframeChoice KeepNow(Candidate candidate, Pick? pick)
    {
        _spent++;
        candidate.IsChosen = true;
        _early.Add(candidate);
        Ledger.End(SelectionOutcome.Archived);
        return new(candidate.Frame, candidate.Picture, KeyframeReasons.Of(candidate, pick, _began));
    }
}
