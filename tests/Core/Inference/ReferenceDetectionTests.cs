namespace Sluice.Tests.Inference;

/// <summary>
/// Real models on real clips against boxes that another program found: FFmpeg's command line, OpenCV and ONNX Runtime. The tolerance is
/// that of the test data's README for the same resize.
/// </summary>
public sealed class ReferenceDetectionTests(ReferenceDetections references) : IClassFixture<ReferenceDetections>
{
    [DataTheory]
    [InlineData("yolox_nano_416", 400)]
    [InlineData("yolov8n_640_int8_AGPL", 400)]
    [InlineData("nanodet_m_416", 300)]
    [InlineData("fastestdet_352", 300)]
    [InlineData("ultraface_rfb_320", 10)]
    public void Detect_OnEveryClip_FindsTheReferenceBoxes(string model, int atLeast)
    {
        var compared = references.Of(model);

        Assert.True(compared.Count >= atLeast, $"only {compared.Count} reference boxes were compared");
        var missed = compared.Where(box => !box.IsMet).ToList();
        Assert.True(missed.Count <= compared.Count * 0.01, $"{missed.Count} of {compared.Count}: {string.Join('\n', missed)}");
    }
}
