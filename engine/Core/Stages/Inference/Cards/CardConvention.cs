namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>How a family's usual exporter has its pictures; null for what differs from model to model and must be asked.</summary>
/// <param name="Source">Whose convention it is.</param>
internal sealed record CardConvention(string Source)
{
    /// <summary>ImageNet's means, in RGB order, of samples 0..1.</summary>
    public static double[] ImageNetMean { get; } = [0.485, 0.456, 0.406];

    /// <summary>ImageNet's deviations, in RGB order, of samples 0..1.</summary>
    public static double[] ImageNetStd { get; } = [0.229, 0.224, 0.225];

    /// <summary>Order of the channels.</summary>
    public ChannelOrder? Color { get; init; }

    /// <summary>Factor on samples.</summary>
    public double? Scale { get; init; }

    /// <summary>Means; empty for none.</summary>
    public double[] Mean { get; init; } = [];

    /// <summary>Deviations; empty for none.</summary>
    public double[] Std { get; init; } = [];

    /// <summary>How a frame is fitted in.</summary>
    public Letterbox? Letterbox { get; init; }

    /// <summary>Sample value of the border.</summary>
    public int Pad { get; init; } = 114;

    /// <summary>Usual least score; null for the card's default.</summary>
    public double? Score { get; init; }

    /// <summary>The convention of a family.</summary>
    public static CardConvention Of(ModelFamily family)
    {
        const double Unit = 1 / 255.0;
        return family switch
        {
            ModelFamily.Yolov5 or ModelFamily.Yolov8 or ModelFamily.Yolov8Seg or ModelFamily.Yolov8Pose or ModelFamily.Yolov10
                => new("Ultralytics' exports") { Color = ChannelOrder.Rgb, Scale = Unit, Letterbox = Inference.Letterbox.Center },
            ModelFamily.Yolox => new("YOLOX's exports") { Color = ChannelOrder.Bgr, Scale = 1, Letterbox = Inference.Letterbox.TopLeft },
            ModelFamily.YoloNas => new("super-gradients") { Scale = Unit, Letterbox = Inference.Letterbox.Center },
            ModelFamily.Rtdetr or ModelFamily.Dfine or ModelFamily.RtdetrHf or ModelFamily.RtdetrUltralytics
                => new("RT-DETR's exports") { Color = ChannelOrder.Rgb, Scale = Unit, Letterbox = Inference.Letterbox.Stretch, Score = 0.5 },
            ModelFamily.Detr => new("DETR's processor") { Color = ChannelOrder.Rgb, Scale = Unit, Mean = ImageNetMean, Std = ImageNetStd, Score = 0.7 },
            ModelFamily.Rfdetr => new("RF-DETR's exports")
            {
                Color = ChannelOrder.Rgb, Scale = Unit, Mean = ImageNetMean, Std = ImageNetStd, Letterbox = Inference.Letterbox.Stretch, Score = 0.5,
            },
            ModelFamily.Nanodet => new("NanoDet's configurations")
            {
                Color = ChannelOrder.Bgr, Scale = 1, Mean = [103.53, 116.28, 123.675], Std = [57.375, 57.12, 58.395], Pad = 0, Score = 0.4,
            },
            ModelFamily.Fastestdet
                => new("FastestDet's example") { Color = ChannelOrder.Bgr, Scale = Unit, Letterbox = Inference.Letterbox.Stretch, Score = 0.65 },
            ModelFamily.Ultraface => new("UltraFace's example")
            {
                Color = ChannelOrder.Rgb, Scale = 1, Mean = [127, 127, 127], Std = [128, 128, 128], Letterbox = Inference.Letterbox.Stretch, Score = 0.7,
            },
            ModelFamily.SsdTf => new("TensorFlow's object detection") { Color = ChannelOrder.Rgb, Letterbox = Inference.Letterbox.Stretch, Score = 0.5 },
            ModelFamily.Ssd => new("OpenVINO's SSD models") { Letterbox = Inference.Letterbox.Stretch, Score = 0.5 },
            _ => new("no single exporter"),
        };
    }
}
