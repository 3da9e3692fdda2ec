using System.Collections.Immutable;
using Sluice.Core.Stages.Inference.Decoding;

namespace Sluice.Core.Stages.Inference;

/// <summary>Which of a model's candidates become detections.</summary>
public sealed record DetectionLimits
{
    /// <summary>Least confidence, 0 to 1.</summary>
    public required float Score { get; init; }

    /// <summary>Overlap above which the weaker of two boxes is suppressed, 0 to 1.</summary>
    public required float Iou { get; init; }

    /// <summary>How overlapping boxes are suppressed.</summary>
    public required Suppression Nms { get; init; }

    /// <summary>Most detections a frame.</summary>
    public required int Most { get; init; }

    /// <summary>Classes to keep, by id; empty for all. Others are left out before suppression.</summary>
    public ImmutableArray<int> Classes { get; init; } = [];

    /// <summary>What a model's card asks for.</summary>
    /// <param name="model">The model; its family says how to suppress where the card does not.</param>
    public static DetectionLimits Of(DetectionModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new()
        {
            Score = (float)model.Card.Score,
            Iou = (float)model.Card.Iou,
            Nms = model.Card.Nms ?? (model.Output as BoxFamily)?.Nms(model.Signature) ?? Suppression.None,
            Most = model.Card.MaxDetections,
        };
    }
}
