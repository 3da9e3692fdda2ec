using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>What a model's own keys and values tell of its card: those of Ultralytics, and OpenVINO's <c>model_info</c>.</summary>
internal sealed partial record MetadataHints
{
    /// <summary>Class names in order; empty where there are none.</summary>
    public ImmutableArray<string> Labels { get; private init; } = [];

    /// <summary>Size of the input.</summary>
    public (int Width, int Height)? ImageSize { get; private init; }

    /// <summary>The family.</summary>
    public ModelFamily? Family { get; private init; }

    /// <summary>Order of the channels.</summary>
    public ChannelOrder? Color { get; private init; }

    /// <summary>Means on 0..255 samples; empty where there are none.</summary>
    public IReadOnlyList<double> Mean { get; private init; } = [];

    /// <summary>Deviations on 0..255 samples; empty where there are none.</summary>
    public IReadOnlyList<double> Std { get; private init; } = [];

    /// <summary>How a frame is fitted in.</summary>
    public Letterbox? Letterbox { get; private init; }

    /// <summary>Sample value of the border.</summary>
    public int? Pad { get; private init; }

    /// <summary>Least score.</summary>
    public double? Score { get; private init; }

    /// <summary>Overlap for suppression.</summary>
    public double? Iou { get; private init; }

    /// <summary>Terms of the weights.</summary>
    public string? Licence { get; private init; }

    /// <summary>Reads them.</summary>
    /// <param name="metadata">The model's keys and values.</param>
    public static MetadataHints Of(IReadOnlyDictionary<string, string> metadata)
    {
        // OpenVINO's exporters write the section into the key: "model_info model_type", or with a slash or a colon.
        string? Info(string key) => metadata.FirstOrDefault(pair => pair.Key.StartsWith("model_info", StringComparison.Ordinal)
            && pair.Key.Length > 11 && pair.Key[11..] == key).Value;

        var labels = ModelLabels.Embedded(metadata);
        if (labels.IsEmpty && Info("labels") is { } names) labels = [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return new()
        {
            Labels = labels,
            ImageSize = Size(metadata.GetValueOrDefault("imgsz")),
            Family = Info("model_type")?.ToLowerInvariant() switch
            {
                "yolox" => ModelFamily.Yolox,
                "yolov5" or "yolov7" => ModelFamily.Yolov5,
                "yolov8" or "yolov9" or "yolo11" or "yolov11" or "yolov12" => ModelFamily.Yolov8,
                "yolov10" or "yolo26" => ModelFamily.Yolov10,
                "ssd" => ModelFamily.Ssd,
                "nanodet" => ModelFamily.Nanodet,
                "detr" => ModelFamily.Detr,
                "classification" => ModelFamily.Classifier,
                _ => null,
            },
            // Pictures are BGR in OpenVINO's own tools.
            Color = Info("reverse_input_channels")?.ToLowerInvariant() switch
            {
                "true" or "yes" or "1" => ChannelOrder.Rgb,
                "false" or "no" or "0" => ChannelOrder.Bgr,
                _ => null,
            },
            Mean = Three(Info("mean_values")),
            Std = Three(Info("scale_values")),
            Letterbox = Info("resize_type") switch
            {
                "standard" => Inference.Letterbox.Stretch,
                "fit_to_window" => Inference.Letterbox.TopLeft,
                "fit_to_window_letterbox" => Inference.Letterbox.Center,
                _ => null,
            },
            Pad = (int?)Number(Info("pad_value")),
            Score = Number(Info("confidence_threshold")),
            Iou = Number(Info("iou_threshold")),
            Licence = metadata.GetValueOrDefault("license") ?? metadata.GetValueOrDefault("licence"),
        };
    }

    private static (int Width, int Height)? Size(string? text)
    {
        var sides = Digits().Matches(text ?? "").Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        return sides.Length switch
        {
            1 => (sides[0], sides[0]),
            2 => (sides[1], sides[0]), // height comes first
            _ => null,
        };
    }

    private static double? Number(string? text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double[] Three(string? text)
    {
        double[] numbers = [.. (text ?? "").Split([' ', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Select(part => Number(part) ?? double.NaN)];
        return numbers.Any(double.IsNaN) ? [] : numbers.Length == 1 ? [numbers[0], numbers[0], numbers[0]] : numbers.Length == 3 ? numbers : [];
    }

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
