using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Evaluation;

/// <summary>A tracker beside an evaluation: given what a <c>detect</c> stage would give it, and held against the truth.</summary>
internal sealed class TrackRun
{
    private readonly BoxDecoder _decoder;
    private readonly SourceTracker _tracker;
    private readonly TrackEvaluator _evaluator;
    private readonly TrackOptions _trackOptions;
    private readonly int _interval;
    private long _frames;

    /// <summary>Prepares it.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="truth">Whose objects are numbered.</param>
    /// <param name="options">Which tracker, and how many frames it fills.</param>
    public TrackRun(DetectionModel model, TruthSet truth, EvaluationOptions options)
    {
        _decoder = new(model, DetectionLimits.Of(model));
        _trackOptions = options.Tracker ?? new();
        _tracker = new(_trackOptions);
        _evaluator = new(truth.Classes);
        _interval = options.Interval;
    }

    /// <summary>Takes in the next frame.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="run">Which has just looked at it.</param>
    /// <param name="truth">Who is there.</param>
    public void Add(Frame frame, DetectionRun run, TruthBox[] truth)
    {
        var isSkipped = _frames++ % (_interval + 1) != 0;
        using var seen = isSkipped ? frame.Skip() : frame.With(run.Again(_decoder));
        _evaluator.Add(truth, _tracker.Update(seen, out _));
    }

    /// <summary>The figures so far.</summary>
    public TrackingResult Result() => _evaluator.Result() with { Tracker = Snake.Case(_trackOptions.Tracker.ToString()), Interval = _interval };
}
