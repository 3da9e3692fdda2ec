namespace Sluice.Core.Stages.Keyframes;

/// <content>Choosing beside other sources that choose at the same time.</content>
internal sealed partial class Period
{
    /// <summary>What <see cref="Draft"/> and <see cref="Improve"/> would choose.</summary>
    public List<KeptFrame> Drafted => [.. (_chooser?.Picks ?? []).Select(pick => KeptFrame.Of(_candidates[pick.Candidate]))];

    /// <summary>What chance drew, as far as it is chosen whatever others choose.</summary>
    /// <param name="most">How many.</param>
    public List<KeptFrame> Draw(int most)
    {
        Gather();
        return [.. Given(most).Select(index => KeptFrame.Of(_candidates[index]))];
    }

    /// <summary>Chooses for a start, after <see cref="Rank"/>: nothing is kept yet.</summary>
    /// <param name="archive">What is archived already.</param>
    /// <param name="others">What other sources chose for a start, or what chance drew of them so far.</param>
    /// <param name="count">How many.</param>
    /// <param name="drawn">How many of them are those that chance drew.</param>
    /// <returns>The choices.</returns>
    public List<KeptFrame> Draft(KeptFrames archive, IReadOnlyList<KeptFrame> others, int count, int drawn)
    {
        Gather();
        if (FindRepeats(archive)) _chooser = null;
        _chooser ??= NewChooser(archive);
        _chooser.Beside(others);
        _chooser.Rank(count, Given(Math.Min(count, drawn)));
        _isDrafted = true;
        return Drafted;
    }

    /// <summary>Exchanges single choices where that helps.</summary>
    /// <param name="others">What other sources would choose.</param>
    /// <returns>Whether any was.</returns>
    public bool Improve(IReadOnlyList<KeptFrame> others)
    {
        var chooser = _chooser ?? throw new InvalidOperationException("Choices are drafted before they are improved.");
        chooser.Beside(others);
        return chooser.Exchange();
    }

    private Chooser NewChooser(KeptFrames archive) => new(new ChoiceTask
    {
        Clusters = Clusters,
        Candidates = _candidates,
        TrackWorth = TrackWorth,
        EpisodeWorth = Episode.WorthOf(Episodes),
        Shown = Shown,
        Archive = archive.Before(From, Source),
        MassExponent = MassExponent,
        Metric = Metric,
    });

    /// <summary>Those of the candidates that are chosen because chance drew them.</summary>
    private List<int> Given(int most) => [.. Drawn.Take(most).Select(one => _candidates.IndexOf(one)).Where(static index => index >= 0).Distinct()];
}
