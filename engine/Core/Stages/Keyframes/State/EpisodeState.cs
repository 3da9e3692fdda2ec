namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>The episodes of a period in bytes.</summary>
internal static class EpisodeState
{
    /// <summary>Writes them.</summary>
    public static void Save(StateWriter to, IReadOnlyCollection<Episode> episodes)
    {
        to.Int(episodes.Count);
        foreach (var episode in episodes)
        {
            to.Text(episode.Trigger);
            to.Float(episode.Severity);
            to.Many<float>(episode.Evidence);
            to.Candidate(episode.Candidate);
        }
    }

    /// <summary>Reads them.</summary>
    public static List<Episode> Load(StateReader from)
    {
        var episodes = new List<Episode>();
        for (var left = from.Count(); left > 0; left--)
        {
            var episode = new Episode(from.Word()) { Severity = from.Float(), Evidence = from.Many<float>() is { Length: > 0 } evidence ? evidence : null };
            if (from.Candidate() is { } candidate) episode.Stand(candidate);
            episodes.Add(episode);
        }

        return episodes;
    }
}
