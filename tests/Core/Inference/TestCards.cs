using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Cards of the shared models.</summary>
internal static class TestCards
{
    private static readonly TextOrList Coco = new("coco80.names", []);

    public static ModelCard Yolox { get; } = new()
    {
        Family = ModelFamily.Yolox,
        Labels = Coco,
        Color = ChannelOrder.Bgr,
        Letterbox = Letterbox.TopLeft,
    };

    public static ModelCard Yolov8 { get; } = new()
    {
        Family = ModelFamily.Yolov8,
        Labels = Coco,
        Scale = 1 / 255.0,
    };

    public static ModelCard Nanodet { get; } = new()
    {
        Family = ModelFamily.Nanodet,
        Labels = Coco,
        Color = ChannelOrder.Bgr,
        Mean = [103.53, 116.28, 123.675],
        Std = [57.375, 57.12, 58.395],
        Pad = 0,
        Score = 0.3,
        Iou = 0.5,
    };

    public static ModelCard Fastestdet { get; } = new()
    {
        Family = ModelFamily.Fastestdet,
        Labels = Coco,
        Color = ChannelOrder.Bgr,
        Scale = 1 / 255.0,
        Letterbox = Letterbox.Stretch,
        Score = 0.5,
    };

    public static ModelCard Ultraface { get; } = new()
    {
        Family = ModelFamily.Ultraface,
        Labels = new(null, ["face"]),
        Mean = [127, 127, 127],
        Std = [128, 128, 128],
        Letterbox = Letterbox.Stretch,
        Score = 0.6,
        Iou = 0.3,
    };

    public static ModelConfig YoloxNano { get; } = Config("yolox_nano_416", Yolox);

    public static ModelConfig YoloxNanoDynamic { get; } = Config("yolox_nano_416_dynbatch", Yolox);

    public static ModelConfig Yolov8n { get; } = Config("yolov8n_640_int8_AGPL", Yolov8);

    public static ModelConfig Of(string name) => name switch
    {
        "yolox_nano_416" => YoloxNano,
        "yolox_nano_416_dynbatch" => YoloxNanoDynamic,
        "nanodet_m_416" => Config(name, Nanodet),
        "fastestdet_352" => Config(name, Fastestdet),
        "ultraface_rfb_320" => Config(name, Ultraface),
        _ => Yolov8n,
    };

    public static DetectionModel Load(ModelConfig config)
        => DetectionModelLoader.Load(config, Repository.Data, threads: 1, TimeProvider.System, CancellationToken.None);

    private static ModelConfig Config(string name, ModelCard card)
        => new() { Id = name, Path = Repository.Model($"{name}.onnx"), Card = card };
}
