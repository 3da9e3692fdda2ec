using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>What was chosen of a period, written before the first of it is archived: a process that goes on chooses no others.</summary>
/// <param name="Picks">Keys of pictures, with what each brought.</param>
/// <param name="Summary">How well the period was covered.</param>
internal sealed record ChosenState(IReadOnlyList<(string Key, Pick Pick)> Picks, PeriodSummary Summary)
{
    /// <summary>Writes it.</summary>
    public static void Save(StateWriter to, IReadOnlyCollection<KeyframeChoice> choices, PeriodSummary summary)
    {
        to.Int(choices.Count);
        foreach (var choice in choices) Save(to, choice.Picture, choice.Why);
        to.Text(summary.Source);
        to.Double(summary.From);
        to.Double(summary.To);
        to.Long(summary.Offered);
        to.Int(summary.Budget);
        to.Int(summary.Chosen);
        to.Int(summary.Clusters);
        to.Double(summary.Radius);
        to.Double(summary.MeanSpread);
        to.Double(summary.LargestSpread);
        to.Double(summary.Reach);
        to.Double(summary.Covered);
    }

    /// <summary>Reads one.</summary>
    public static ChosenState Load(StateReader from)
    {
        var picks = new List<(string, Pick)>();
        for (var left = from.Count(); left > 0; left--)
        {
            picks.Add((from.Word(), new()
            {
                Candidate = -1,
                IsGiven = from.Bool(),
                Coverage = from.Double(),
                Tracks = from.Double(),
                Episodes = from.Double(),
                Frames = (long)from.Double(),
                Loss = from.Double(),
            }));
        }

        return new(picks, new(from.Word(), from.Double(), from.Double(), from.Long(), from.Int(), from.Int(), from.Int(), from.Double(), from.Double(), from.Double(),
            from.Double(), from.Double()));
    }

    private static void Save(StateWriter to, CandidatePicture picture, KeyframeRecord why)
    {
        to.Text(picture.Key);
        to.Bool(why.IsRandom);
        to.Double(why.Coverage);
        to.Double(why.Tracks);
        to.Double(why.Episodes);
        to.Double(why.StandsFor);
        to.Double(why.Loss);
    }
}
