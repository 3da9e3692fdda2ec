using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Config;

namespace Sluice.Core.Stages.Inference;

/// <summary>What an ONNX file does not say of itself: how pictures go in and how boxes come out.</summary>
public sealed record ModelCard
{
    /// <summary>The output layout and how to decode it.</summary>
    [Description("Output layout: yolox, yolov8 (also v9, v11, v12) or boxes6 (rows of x1,y1,x2,y2,score,class).")]
    public ModelFamily? Family { get; init; }

    /// <summary>Input tensor; null for the only one.</summary>
    [Description("Name of the input tensor; leave out when there is one.")]
    public string? Input { get; init; }

    /// <summary>Output tensor; null for the first.</summary>
    [Description("Name of the output tensor; leave out when there is one.")]
    public string? Output { get; init; }

    /// <summary>Class names in order of class id: a list, or a file with one a line.</summary>
    [Description("Class names in order of class id: a list, or a file with one name a line.")]
    public TextOrList? Labels { get; init; }

    /// <summary>Order of the colour channels.</summary>
    [Description("Order of the colour channels.")]
    public ChannelOrder Color { get; init; } = ChannelOrder.Rgb;

    /// <summary>Order of the input's elements; null for what its shape says.</summary>
    [Description("Order of the input's elements; leave out for what its shape says.")]
    public TensorOrder? Layout { get; init; }

    /// <summary>Factor on 0..255 samples, before mean and deviation.</summary>
    [Description("Factor on 0..255 samples, such as 1/255; applied before mean and std.")]
    public double Scale { get; init; } = 1;

    /// <summary>Subtracted per channel after scaling, in the model's channel order; empty for none.</summary>
    [Description("Subtracted per channel after scaling, in the model's channel order.")]
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Divisor per channel after the mean, in the model's channel order; empty for none.</summary>
    [Description("Divisor per channel after mean, in the model's channel order.")]
    public IReadOnlyList<double> Std { get; init; } = [];

    /// <summary>How a frame is fitted into the input.</summary>
    [Description("How a frame is fitted into the input.")]
    public Letterbox Letterbox { get; init; } = Letterbox.Center;

    /// <summary>Sample value of the border, 0..255.</summary>
    [Description("Sample value of the border, 0..255."), Range(0, 255)]
    public int Pad { get; init; } = 114;

    /// <summary>Input width, for models whose input size is symbolic.</summary>
    [Description("Input width, where the model's own is symbolic.")]
    public int? Width { get; init; }

    /// <summary>Input height, for models whose input size is symbolic.</summary>
    [Description("Input height, where the model's own is symbolic.")]
    public int? Height { get; init; }

    /// <summary>Least confidence of a detection.</summary>
    [Description("Least confidence of a detection."), Range(0.0, 1.0)]
    public double Score { get; init; } = 0.25;

    /// <summary>Overlap above which the weaker of two boxes is suppressed.</summary>
    [Description("Overlap above which the weaker of two boxes is suppressed."), Range(0.0, 1.0)]
    public double Iou { get; init; } = 0.45;

    /// <summary>How overlapping boxes are suppressed; null for the family's usual way.</summary>
    [Description("How overlapping boxes are suppressed; leave out for the family's usual way.")]
    public Suppression? Nms { get; init; }

    /// <summary>Most detections a frame.</summary>
    [Description("Most detections a frame."), Range(1, 10000)]
    public int MaxDetections { get; init; } = 300;

    /// <summary>Terms the weights may be used under.</summary>
    [Description("Terms the weights may be used under.")]
    public string? Licence { get; init; }

    /// <summary>How it came to be: free text.</summary>
    [Description("How the model came to be: free text.")]
    public string? TrainedWith { get; init; }

    /// <summary>Measured figures by name, such as <c>map_50</c>.</summary>
    [Description("Measured figures by name, such as map_50.")]
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}
