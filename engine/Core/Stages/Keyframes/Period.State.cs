using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process between the end of a period and the last of its keyframes.</content>
internal sealed partial class Period
{
    /// <summary>Writes it, before it is chosen from.</summary>
    public void Save(StateWriter to)
    {
        to.Text(Source);
        to.Double(From);
        to.Double(To);
        to.Time(Began);
        to.Long(Number);
        to.Long(Offered);
        to.Int(Budget);
        to.Double(RandomShare);
        to.Double(Luck);
        to.Float(Radius);
        to.Double(MeanSpread);
        to.Double(MassExponent);
        to.Float(Metric.Weight);
        to.Int(Clusters.Count);
        foreach (var cluster in Clusters) cluster.Save(to);
        to.Int(Tracks.Count);
        foreach (var track in Tracks) TrackTable.Save(to, track);
        to.Int(TrackWorth.Count);
        foreach (var (id, worth) in TrackWorth)
        {
            to.Long(id);
            to.Double(worth);
        }

        EpisodeState.Save(to, [.. Episodes]);
        to.Int(Drawn.Count);
        foreach (var drawn in Drawn) to.Candidate(drawn);
        to.Many<long>([.. Shown]);
    }

    /// <summary>Reads one.</summary>
    public static Period Load(StateReader from)
    {
        var (source, begin, end, began, number, offered) = (from.Word(), from.Double(), from.Double(), from.Time(), from.Long(), from.Long());
        var (budget, random, luck) = (from.Int(), from.Double(), from.MaybeDouble());
        var (radius, spread, exponent) = (from.Float(), from.Double(), from.Double());
        var metric = new AppearanceMetric(from.Space.Length) { Weight = from.Float() };
        var (clusters, tracks, drawn) = (new List<Cluster>(), new List<SeenTrack>(), new List<Candidate>());
        for (var left = from.Count(); left > 0; left--) clusters.Add(Cluster.Load(from, metric));
        for (var left = from.Count(); left > 0; left--) tracks.Add(TrackTable.LoadTrack(from));
        var worth = new Dictionary<long, double>();
        for (var left = from.Count(); left > 0; left--) worth[from.Long()] = from.Double();
        var episodes = EpisodeState.Load(from);
        for (var left = from.Count(); left > 0; left--)
            if (from.Candidate() is { } one) drawn.Add(one.Hold());
        var shown = from.Many<long>().ToHashSet();
        return new()
        {
            Source = source,
            From = begin,
            To = end,
            Began = began,
            Number = number,
            Offered = offered,
            Budget = budget,
            RandomShare = random,
            Luck = luck,
            Radius = radius,
            Clusters = clusters,
            Tracks = tracks,
            TrackWorth = worth,
            Episodes = episodes,
            Drawn = drawn,
            Shown = shown,
            MeanSpread = spread,
            MassExponent = exponent,
            Metric = metric,
            Ledger = from.Ledger!,
        };
    }

    /// <summary>Chooses what an earlier process chose; the rest is let go of.</summary>
    /// <param name="archive">What is chosen is added.</param>
    /// <param name="decision">What it chose.</param>
    public List<KeyframeChoice> Repeat(KeptFrames archive, ChosenState decision)
    {
        Gather();
        FindRepeats(archive);
        var choices = new List<KeyframeChoice>();
        foreach (var (key, pick) in decision.Picks)
        {
            // Whose picture is gone is in the archive: it is discarded after that.
            if (_held.Find(candidate => !candidate.IsChosen && candidate.Picture.Key == key) is not { } candidate) continue;
            candidate.IsChosen = true;
            Ledger.End(SelectionOutcome.Archived);
            archive.Add(KeptFrame.Of(candidate));
            choices.Add(new(candidate.Frame, candidate.Picture, KeyframeReasons.Of(candidate, pick, Began)));
        }

        Conclude(archive, choices);
        Dispose();
        return choices;
    }
}
