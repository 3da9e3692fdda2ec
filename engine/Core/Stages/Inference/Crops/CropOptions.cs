using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>What stages that look at objects one by one have in common.</summary>
public abstract record CropOptions
{
    /// <summary>Id of the model.</summary>
    [Description("Model that looks at the objects."), Required, References("models")]
    public string Model { get; init; } = "";

    /// <summary>How frames are gathered.</summary>
    [Description("How frames of several sources are gathered; their objects share the runs.")]
    public BatchOptions Batch { get; init; } = new() { Size = 8 };

    /// <summary>Most objects in a run.</summary>
    [Description("Most objects in a run."), Range(1, 1024)]
    public int Objects { get; init; } = 16;

    /// <summary>Labels of the objects to look at; empty for all.</summary>
    [Description("Labels of the objects to look at; leave out for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Least width and height of an object's box, in pixels of the frame.</summary>
    [Description("Least width and height of an object's box, in pixels; smaller objects are left alone."), Range(1, 10000)]
    public int MinSize { get; init; } = 24;

    /// <summary>Least score of the detection.</summary>
    [Description("Least score of the detection."), Range(0.0, 1.0)]
    public double MinScore { get; init; }

    /// <summary>How much the box is widened on each side, in shares of its size.</summary>
    [Description("How much the box is widened on each side, in shares of its width and height."), Range(0.0, 1.0)]
    public double Margin { get; init; }

    /// <summary>Frames of a track between two looks at it.</summary>
    [Description("Looks at a track on every n-th frame it is seen in and keeps what was found in between; 1 looks every time. Objects without a track are looked at every time."), Range(1, 100000)]
    public int Every { get; init; } = 1;
}
