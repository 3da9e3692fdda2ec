using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference;

/// <summary>What an ONNX file does not say of itself: how pictures go in and how boxes come out.</summary>
public sealed record ModelCard
{
    /// <summary>The output layout and how to decode it.</summary>
    [Description("Output layout and how it is read; `sluice models inspect` proposes it.")]
    public ModelFamily? Family { get; init; }

    /// <summary>Input tensor; null for the only one.</summary>
    [Description("Name of the input tensor; leave out when there is one.")]
    public string? Input { get; init; }

    /// <summary>Output tensor; null for the first.</summary>
    [Description("Name of the output tensor; leave out when there is one.")]
    public string? Output { get; init; }

    /// <summary>Output tensors by what they hold; null for the family's usual names.</summary>
    [Description("Names of the outputs of a family with several, where they are not the usual ones.")]
    public CardOutputs? Outputs { get; init; }

    /// <summary>Output with features of the whole picture; null for none.</summary>
    [Description("Name of a further output with features of the whole picture, [n, length] or [n, channels, rows, columns], that `detect` with `features: true` hands on for keyframes to choose by.")]
    public string? Features { get; init; }

    /// <summary>What a box's numbers are; null for the family's usual.</summary>
    [Description("What the four numbers of a box are; leave out for the family's usual.")]
    public BoxFormat? BoxFormat { get; init; }

    /// <summary>What a box's numbers are measured in; null for the family's usual.</summary>
    [Description("What a box's numbers are measured in; leave out for the family's usual.")]
    public BoxSpace? BoxSpace { get; init; }

    /// <summary>What makes confidences of class scores; null for the family's usual.</summary>
    [Description("What makes confidences of class scores; leave out for the family's usual.")]
    public Activation? Activation { get; init; }

    /// <summary>Which class is the background, -1 for none; null for the family's usual. Labels do not list it.</summary>
    [Description("Number of the background class, which labels do not list; -1 for none; leave out for the family's usual."), Range(-1, 100000)]
    public int? BackgroundIndex { get; init; }

    /// <summary>Widths and heights of a yolov5 model's anchors in pixels, three a stride; empty for the usual.</summary>
    [Description("Widths and heights of the anchors of yolov5's raw maps in pixels: 18 numbers, three pairs for each of strides 8, 16, 32.")]
    public IReadOnlyList<double> Anchors { get; init; } = [];

    /// <summary>Class names in order of class id: a list, or a file with one a line.</summary>
    [Description("Class names in order of class id: a list, or a file with one name a line.")]
    public TextOrList? Labels { get; init; }

    /// <summary>Order of the colour channels.</summary>
    [Description("Order of the colour channels.")]
    public ChannelOrder Color { get; init; } = ChannelOrder.Rgb;

    /// <summary>Order of the input's elements; null for what its shape says.</summary>
    [Description("Order of the input's elements; leave out for what its shape says.")]
    public InputOrder? Layout { get; init; }

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

    /// <summary>Where pre-processing rounds to 8-bit levels.</summary>
    [Description("Where pre-processing rounds to 8-bit levels: as FFmpeg and OpenCV do in the pictures most models were measured on, or nowhere.")]
    public InputRounding Rounding { get; init; } = InputRounding.Levels;

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

    /// <summary>SHA-256 of the ONNX file, hexadecimal; another file is refused. Null for any.</summary>
    [Description("SHA-256 of the ONNX file the card is of; another file is refused.")]
    public string? Sha256 { get; init; }

    /// <summary>A picture and what must be found in it, checked when the model is loaded; null for no check.</summary>
    [Description("A picture and what must be found in it, checked when the model is loaded; `sluice models check --write` records it.")]
    public Golden? Golden { get; init; }

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
