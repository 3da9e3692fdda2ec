namespace Sluice.Tests.Inference;

/// <summary>
/// Real models on real clips against boxes that another program found: FFmpeg's command line, OpenCV and ONNX Runtime. The tolerance is
/// that of the test data's README for the same resize.
/// </summary>
public sealed class ReferenceDetectionTests(ReferenceDetections references) : IClassFixture<ReferenceDetections>
{
    // Scores well over the threshold that the references were made with: boxes near it come and go. FastestDet's neighbouring cells give
    // an object nearly the same score and other boxes; which of them wins turns on a single level of a pixel.
    [DataTheory]
    [InlineData("yolox_nano_416", 0.4, 400, 0.9, 0.01)]
    [InlineData("yolov8n_640_int8_AGPL", 0.4, 400, 0.9, 0.01)]
    [InlineData("nanodet_m_416", 0.45, 300, 0.9, 0.01)]
    [InlineData("fastestdet_352", 0.65, 300, 0.8, 0.03)]
    [InlineData("ultraface_rfb_320", 0.75, 8, 0.9, 0.01)]
    public void Detect_OnEveryClip_FindsTheReferenceBoxes(string model, double score, int atLeast, double overlap, double share)
    {
        var compared = references.Of(model).Where(box => box.Score >= score).ToList();

        Assert.True(compared.Count >= atLeast, $"only {compared.Count} reference boxes were compared");
        var missed = compared.Where(box => !box.IsMet(overlap, 0.08)).ToList();
        Assert.True(missed.Count <= compared.Count * share, $"{missed.Count} of {compared.Count}: {string.Join('\n', missed)}");
    }
}
