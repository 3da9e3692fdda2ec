using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>What an evaluation counts.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Least score of a detection.</summary>
    public float Score { get; init; } = 0.01f;

    /// <summary>Overlap for suppression within a class, for families that need it.</summary>
    public float Iou { get; init; } = 0.6f;

    /// <summary>Most detections a picture.</summary>
    public int Most { get; init; } = 100;

    /// <summary>Size of the picture that the truth's pixels are of; null when it is the frames' own.</summary>
    public (int Width, int Height)? TruthSize { get; init; }

    /// <summary>Truth lower than this many pixels of the model's input is ignored.</summary>
    public double LeastHeightPx { get; init; }

    /// <summary>Tracker to hold against truth that numbers its objects; it is given what the model's card keeps. Null for none.</summary>
    public TrackOptions? Tracker { get; init; }

    /// <summary>Frames the tracker fills between two that it gets detections for, as the <c>detect</c> stage's <c>interval</c>.</summary>
    public int Interval { get; init; }

    /// <summary>Limits for a model.</summary>
    internal DetectionLimits Limits(DetectionModel model) => DetectionLimits.Of(model) with { Score = Score, Iou = Iou, Most = Most };
}
