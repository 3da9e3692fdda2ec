using Sluice.Core.Stages.Inference.Decoding.Families;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>The families there are.</summary>
internal static class OutputFamilies
{
    private static readonly OutputFamily[] All =
    [
        new Yolov5Family(), new Yolov8Family(), new Yolov8SegFamily(), new Yolov8PoseFamily(), new Yolov10Family(), new YoloxFamily(),
        new Boxes6Family(), new YoloNasFamily(), new SsdFamily(),
        new LabelledFamily(ModelFamily.SsdTf)
        {
            BoxNames = ["detection_boxes", "detection_boxes:0"],
            ScoreNames = ["detection_scores", "detection_scores:0"],
            ClassNames = ["detection_classes", "detection_classes:0"],
            CountNames = ["num_detections", "num_detections:0"],
            Format = BoxFormat.Yxyx,
            Space = static _ => BoxSpace.Unit,
            Background = 0,
            Speaks = static classes => classes.ElementType == OrtElementType.Float32, // TensorRT's plugin of the same names gives int32
        },
        new BoxesAndScoresFamily(ModelFamily.Detr)
        {
            BoxNames = ["pred_boxes"], ScoreNames = ["logits", "pred_logits"], Activation = Activation.Softmax, Background = ClassReader.Last,
        },
        Rtdetr(ModelFamily.Rtdetr, isProposed: true),
        new BoxesAndScoresFamily(ModelFamily.RtdetrHf) { BoxNames = ["pred_boxes"], ScoreNames = ["logits", "pred_logits"], Activation = Activation.Sigmoid },
        new RtdetrUltralyticsFamily(), new RfdetrFamily(),
        Rtdetr(ModelFamily.Dfine, isProposed: false),
        new NanodetFamily(), new FastestdetFamily(),
        new LabelledFamily(ModelFamily.EfficientNms)
        {
            CountNames = ["num_dets", "num_detections", "num_predictions", "nmsed_num", "BatchedNMS"],
            BoxNames = ["boxes", "det_boxes", "detection_boxes", "pred_boxes", "nmsed_boxes", "BatchedNMS_1"],
            ScoreNames = ["scores", "det_scores", "detection_scores", "pred_scores", "nmsed_scores", "BatchedNMS_2"],
            ClassNames = ["classes", "labels", "det_classes", "detection_classes", "pred_classes", "nmsed_classes", "BatchedNMS_3"],
            NeedsCount = true,
            // TAO's plugin gives shares of the input, the others pixels.
            Space = static name => name is "nmsed_boxes" or "BatchedNMS_1" ? BoxSpace.Unit : BoxSpace.Pixels,
            Speaks = static classes => classes.ElementType != OrtElementType.Float32 || !classes.Name.StartsWith("detection_", StringComparison.Ordinal),
        },
        new UltrafaceFamily(),
        new HeadFamily(ModelFamily.Classifier, isClassifier: true, HeadHints.Classifier),
        new HeadFamily(ModelFamily.Embedding, isClassifier: false, HeadHints.Embedding),
    ];

    /// <summary>The family of a name.</summary>
    public static OutputFamily Of(ModelFamily id) => Array.Find(All, family => family.Id == id)
        ?? throw new ArgumentOutOfRangeException(nameof(id), id, "No family has this name.");

    /// <summary>The families a model may be of when no card says so.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<OutputFamily> Propose(ModelSignature model) => [.. All.Where(family =>
    {
        var found = family.Find(model);
        return !found.IsDefault && family.Suggests(model.Declared(found), model);
    })];

    private static LabelledFamily Rtdetr(ModelFamily id, bool isProposed) => new(id)
    {
        BoxNames = ["boxes"],
        ScoreNames = ["scores"],
        ClassNames = ["labels"],
        IsProposed = isProposed,
    };
}
