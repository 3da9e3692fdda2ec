using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// From a model's output to detections in the displayed frame. Allocates the list it returns, the masks or keypoints in it, and nothing else.
/// </summary>
internal sealed class BoxDecoder
{
    private readonly DetectionModel _model;
    private readonly DetectionLimits _limits;
    private readonly IOutputDecoder _decoder;
    private readonly IDetailReader? _details;
    private readonly CandidateList _candidates = new();
    private readonly CandidateList _wanted = new();
    private readonly NonMaxSuppression _suppression = new();
    private RangeWatch? _watch;

    /// <summary>Prepares decoding.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limits">What to keep.</param>
    /// <param name="warn">Told once, in a line, when the first images give boxes or scores that no right card would give; null for nobody.</param>
    /// <exception cref="ModelException">The model gives no boxes.</exception>
    public BoxDecoder(DetectionModel model, DetectionLimits limits, Action<string>? warn = null)
    {
        (_model, _limits) = (model, limits);
        var family = model.Output as BoxFamily
            ?? throw new ModelException($"Model '{model.Id}' is of family {Snake.Case(model.Family.ToString())}, which gives no boxes; it cannot detect.");
        _decoder = family.Decoder(model.Signature);
        _details = family.Details(model.Signature);
        if (warn != null) _watch = new(model, limits.Score, warn);
    }

    /// <summary>Finds the objects of one image.</summary>
    /// <param name="outputs">What a run gave.</param>
    /// <param name="item">Which image of the batch.</param>
    /// <param name="placement">Where the frame lies in the input.</param>
    /// <returns>By falling score, clipped to the frame; a default array when the output holds numbers that are none.</returns>
    public ImmutableArray<Detection> Decode(OutputSet outputs, int item, in Placement placement)
    {
        if (!outputs.IsFinite(item)) return default;

        _candidates.Clear();
        _decoder.Decode(outputs, item, _limits.Score, _candidates);
        if (_watch?.Look(_candidates) == false) _watch = null;
        var candidates = _limits.Classes.IsEmpty ? _candidates : Wanted();
        var kept = _suppression.Keep(candidates, _limits.Nms, _limits.Iou, _limits.Most);
        if (kept.IsEmpty) return [];

        var detections = new Detection[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var classId = candidates.Classes[kept[i]];
            var box = placement.ToFrame(candidates.Boxes[kept[i]]);
            detections[i] = new(classId, _model.LabelOf(classId), candidates.Scores[kept[i]], box)
            {
                Model = _model.Id,
                Details = _details?.Read(outputs, item, candidates.Rows[kept[i]], box, placement),
            };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(detections);
    }

    private CandidateList Wanted()
    {
        _wanted.Clear();
        for (var i = 0; i < _candidates.Count; i++)
            if (_limits.Classes.Contains(_candidates.Classes[i]))
                _wanted.Add(_candidates.Boxes[i], _candidates.Scores[i], _candidates.Classes[i], _candidates.Rows[i]);
        return _wanted;
    }
}
