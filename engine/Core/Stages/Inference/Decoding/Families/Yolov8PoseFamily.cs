namespace Sluice.Core.Stages.Inference.Decoding.Families;

/// <summary>YOLOv8 and v11 pose: <c>output0</c> [n, 4 + classes + 3 x keypoints, anchors]; one class where no labels say otherwise.</summary>
internal sealed class Yolov8PoseFamily : BoxFamily
{
    private const int CocoPoints = 17;

    /// <inheritdoc/>
    public override ModelFamily Id => ModelFamily.Yolov8Pose;

    /// <inheritdoc/>
    public override bool Fits(OutputSet outputs, ModelSignature model)
    {
        var shape = outputs.Shape(0);
        if (shape.Length != 3 || (shape[2] > 0 && shape[1] >= shape[2])) return false;
        var points = shape[1] - Scores(model);
        return shape[1] < 0 || (points > 0 && points % KeypointReader.Numbers == 0);
    }

    /// <inheritdoc/>
    public override bool Suggests(OutputSet outputs, ModelSignature model)
    {
        var channels = outputs.Shape(0).Length == 3 ? outputs.Shape(0)[1] : -1;
        if (channels < 0 || !Fits(outputs, model) || !OutputShapes.Is(outputs.Shape(0)[2], model.Cells)) return false;
        return model.Task switch
        {
            "pose" => channels != Scores(model) + (2 * CocoPoints), // points without visibility
            null => channels == Scores(model) + (KeypointReader.Numbers * CocoPoints) && !model.Outputs.Any(output => output.Shape.Length == 4),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override int? Classes(OutputSet outputs, ModelSignature model) => model.Classes ?? 1;

    /// <inheritdoc/>
    public override string Expected(ModelSignature model) => $"[n,{Scores(model)}+3*keypoints,anchors] (channels first)";

    /// <inheritdoc/>
    public override IOutputDecoder Decoder(ModelSignature model) => Yolov8Family.Decoder(model, Declared(model) - Scores(model));

    /// <inheritdoc/>
    public override IDetailReader Details(ModelSignature model) => new KeypointReader(Scores(model));

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Message)> Faults(ModelCard card) => base.Faults(card).Concat(Yolov8Family.Faults(card, "yolov8_pose"));

    private static int Scores(ModelSignature model) => 4 + (model.Classes ?? 1);

    // Where only a run tells, the usual 17 points of a person.
    private static int Declared(ModelSignature model)
        => model.Outputs[model.Main].Shape[1] is > 0 and var channels ? (int)channels : Scores(model) + (KeypointReader.Numbers * CocoPoints);
}
