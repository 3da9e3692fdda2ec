using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Regions;

namespace Sluice.Core.Stages.Inference;

/// <summary>Options of the <c>detect</c> stage.</summary>
public sealed record DetectOptions
{
    /// <summary>Id of the model.</summary>
    [Description("Model that finds the objects."), Required, References("models")]
    public string Model { get; init; } = "";

    /// <summary>How frames are gathered into batches; null leaves it to the engine.</summary>
    [Description("How frames of several sources are gathered into one run; left out, the engine chooses: what 'sluice bench tune' found best, else one frame.")]
    public BatchOptions? Batch { get; init; }

    /// <summary>Runs at once; 0 leaves it to the engine.</summary>
    [Description("Runs of the model at once; 0 lets the engine choose: what 'sluice bench tune' found best, else as many as cores."), Range(0, 256)]
    public int Runs { get; init; }

    /// <summary>Frames of each source skipped between two that the model sees.</summary>
    [Description("Frames of each source skipped between two that the model sees, counted before batching; they go on at once, marked as skipped."), Range(0, 10000)]
    public int Interval { get; init; }

    /// <summary>Whether it only checks on the model before it.</summary>
    [Description("Whether it is the shadow of the model before it: what it finds is added to the frame's objects, for the rule `disagree` of keyframes to compare; frames that `interval` skips keep theirs.")]
    public bool Shadow { get; init; }

    /// <summary>Whether each frame gets the model's features as its vector.</summary>
    [Description("Whether each frame gets the features that the card names as its vector, for `keyframes` with `embedding` to choose by; maps are averaged over 2 x 2 parts.")]
    public bool Features { get; init; }

    /// <summary>Least confidence; null for the card's.</summary>
    [Description("Least confidence of a detection, in place of the card's."), Range(0.0, 1.0)]
    public double? Score { get; init; }

    /// <summary>Overlap above which the weaker of two boxes is suppressed; null for the card's.</summary>
    [Description("Overlap above which the weaker of two boxes is suppressed, in place of the card's."), Range(0.0, 1.0)]
    public double? Iou { get; init; }

    /// <summary>Labels to keep; empty for all.</summary>
    [Description("Labels of the objects to keep; leave out for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The part of each frame to look at, in shares of it; null for all.</summary>
    [Description("The part of each frame to look at: [x1, y1, x2, y2], 0 to 1 of the displayed frame from the top left; leave out for all of it."), Range(0.0, 1.0)]
    public IReadOnlyList<double>? Roi { get; init; }

    /// <summary>How each frame, or its part, is cut into tiles; null for not at all.</summary>
    [Description("Cuts each frame, or its roi, into overlapping tiles and looks at each: finds smaller objects, at the cost of as many runs.")]
    public TileOptions? Tiles { get; init; }
}
