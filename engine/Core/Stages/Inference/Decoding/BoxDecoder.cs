using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>From a model's output to detections in the displayed frame. Allocates the list it returns and nothing else.</summary>
/// <param name="model">The model.</param>
/// <param name="limits">What to keep.</param>
internal sealed class BoxDecoder(DetectionModel model, DetectionLimits limits)
{
    private readonly IOutputDecoder _decoder = model.Output.Decoder(model.Signature);
    private readonly CandidateList _candidates = new();
    private readonly CandidateList _wanted = new();
    private readonly NonMaxSuppression _suppression = new();

    /// <summary>Finds the objects of one image.</summary>
    /// <param name="outputs">What a run gave.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="placement">Where the frame lies in the input.</param>
    /// <returns>By falling score, clipped to the frame; a default array when the output holds numbers that are none.</returns>
    public ImmutableArray<Detection> Decode(OutputSet outputs, int item, in Placement placement)
    {
        if (!outputs.IsFinite(item)) return default;

        _candidates.Clear();
        _decoder.Decode(outputs, item, limits.Score, _candidates);
        var candidates = limits.Classes.IsEmpty ? _candidates : Wanted();
        var kept = _suppression.Keep(candidates, limits.Nms, limits.Iou, limits.Most);
        if (kept.IsEmpty) return [];

        var detections = new Detection[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var classId = candidates.Classes[kept[i]];
            var box = placement.ToFrame(candidates.Boxes[kept[i]]);
            detections[i] = new(classId, model.LabelOf(classId), candidates.Scores[kept[i]], box) { Model = model.Id };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(detections);
    }

    private CandidateList Wanted()
    {
        _wanted.Clear();
        for (var i = 0; i < _candidates.Count; i++)
            if (limits.Classes.Contains(_candidates.Classes[i]))
                _wanted.Add(_candidates.Boxes[i], _candidates.Scores[i], _candidates.Classes[i]);
        return _wanted;
    }
}
