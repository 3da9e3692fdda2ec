using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What of the period is in the archive already, and how near the kept ones are to all.</content>
internal sealed partial class Period
{
    /// <summary>What was found out; nothing before <see cref="Choose"/>.</summary>
    public PeriodFindings Findings { get; private set; } = PeriodFindings.None;

    /// <summary>Looks for candidates that repeat what another source showed; but for what chance drew they can't be chosen.</summary>
    /// <returns>Whether there are new ones.</returns>
    private bool FindRepeats(KeptFrames archive)
    {
        var found = NoteRepeats(archive);
        if (found) _candidates = [.. _candidates.Where(candidate => candidate.Repeats == null || Drawn.Contains(candidate))];
        return found;
    }

    private bool NoteRepeats(KeptFrames archive)
    {
        var found = false;
        foreach (var candidate in _candidates)
        {
            if (candidate.Repeats != null || candidate.Episodes is { Count: > 0 } || archive.FindRepeated(candidate, Source) is not { } other) continue;
            candidate.Repeats = other;
            candidate.IsDuplicate = found = true;
        }

        return found;
    }

    private void Conclude(KeptFrames archive, IReadOnlyList<KeyframeChoice> choices)
    {
        var duplicates = _held.Distinct().Where(static candidate => candidate.Repeats != null).GroupBy(static candidate => candidate.Repeats!.Source)
            .Select(group => new DuplicateFigure(Source, group.Key, group.Count())).ToList();
        var kept = choices.Select(static choice => choice.Why.Keyframe.Embedding).Concat(_held.Where(static candidate => candidate.IsChosen).Distinct().Select(AppearanceOf))
            .Concat(archive.Before(From, Source).Where(one => one.Source == Source).Select(static one => AppearanceOf(one.Features))).ToList();
        Findings = new(duplicates, null, null);
        if (kept.Count == 0 || Clusters.Count == 0) return;
        var distances = Clusters.Select(cluster => (Distance: Math.Sqrt(Nearest(cluster, kept)), cluster.Frames)).OrderBy(static one => one.Distance).ToList();
        var frames = distances.Sum(static one => one.Frames);
        var seen = 0L;
        var most = distances.First(one => (seen += one.Frames) >= 0.95 * frames);
        Findings = new(duplicates, distances.Sum(static one => one.Distance * one.Frames) / frames, most.Distance);
    }

    private static ReadOnlyMemory<float> AppearanceOf(Candidate candidate) => AppearanceOf(candidate.Features);

    private static ReadOnlyMemory<float> AppearanceOf(short[] features) => Array.ConvertAll(features, static value => value / VectorMath.Steps);

    private static double Nearest(Cluster cluster, List<ReadOnlyMemory<float>> kept)
    {
        var least = double.PositiveInfinity;
        foreach (var one in kept) least = Math.Min(least, VectorMath.SquaredDistance(cluster.Mean, one.Span));
        return least;
    }
}
