using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Says why a frame was chosen.</summary>
internal static class KeyframeReasons
{
    /// <summary>Describes a choice.</summary>
    /// <param name="candidate">The frame.</param>
    /// <param name="pick">What it brought; null for one that a rule wanted at once.</param>
    /// <param name="period">When the budget's period began.</param>
    public static KeyframeRecord Of(Candidate candidate, Pick? pick, DateTimeOffset period)
    {
        var worst = candidate.Episodes?.MaxBy(static episode => episode.Severity);
        var reasons = new Dictionary<string, double>
        {
            ["coverage"] = Math.Round(pick?.Coverage ?? 0, 6),
            ["frames"] = pick?.Frames ?? 1,
            ["loss"] = Math.Round(pick?.Loss ?? 0, 6),
        };
        if (candidate.Tracks.Length > 0) reasons["tracks"] = Math.Round(pick?.Tracks ?? 0, 6);
        if (candidate.RareCell != null) reasons["surprise"] = Math.Round(candidate.Surprise, 2);
        if (worst != null) reasons[$"trigger_{worst.Trigger}"] = Math.Round(worst.Severity, 4);
        if (pick is { IsGiven: true }) reasons["random"] = 1;
        var embedding = new float[candidate.Features.Length];
        for (var i = 0; i < embedding.Length; i++) embedding[i] = candidate.Features[i] / VectorMath.Steps;
        return new()
        {
            Keyframe = new() { Score = (float)(pick?.Gain ?? worst?.Severity ?? 0), Reasons = reasons, Embedding = embedding },
            Period = period,
            Coverage = pick?.Coverage ?? 0,
            Tracks = pick?.Tracks ?? 0,
            Episodes = pick?.Episodes ?? 0,
            StandsFor = Math.Max(1, pick?.Frames ?? 1),
            TrackIds = [.. candidate.Tracks.Select(static id => id & (State.StateReader.PastTracks - 1))],
            RareCell = candidate.RareCell,
            Surprise = candidate.Surprise,
            Trigger = worst?.Trigger,
            IsRandom = pick is { IsGiven: true },
            DuplicateOf = candidate.Repeats?.Id,
            Loss = pick?.Loss ?? 0,
            Space = candidate.Space.Name,
            Thumbnail = TileTest.Enlarge(candidate.Luma),
            At = candidate.At,
            Luma = candidate.Luma.Average(static value => (double)value),
        };
    }
}
