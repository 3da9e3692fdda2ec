using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary><c>sluice models</c> as a user runs it, from an ONNX file without a card to one that is held to its golden image.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-models");

    [DataFact]
    public async Task Inspect_SomethingToConfirm_WritesNothingAndSaysWhat()
    {
        var model = Copy("yolox_nano_416.onnx");

        var (exit, output, error) = await SluiceProgram.RunAsync(["models", "inspect", model, "--write"]);

        Assert.Equal(3, exit);
        Assert.Contains("family: yolox", output, StringComparison.Ordinal);
        Assert.Contains("# labels: ?", output, StringComparison.Ordinal);
        Assert.Contains("Confirm labels", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.ChangeExtension(model, ".card.yaml")));
    }

    [Theory, InlineData("models/demo")]
    public async Task Check_ModelOfTheRepository_IsHeldToItsGoldenImage(string folder)
    {
        var (exit, shown, error) = await SluiceProgram.RunAsync(["models", "check", Path.Combine(Repository.Root, folder)]);
        Assert.True(exit == 0, error);
        Assert.Contains("as expected", shown, StringComparison.Ordinal);
    }

    [DataFact]
    public async Task Check_RecordedThenChanged_PassesThenSaysWhatDiffers()
    {
        var model = Copy("yolov8n_640_int8_AGPL.onnx");
        var card = Path.ChangeExtension(model, ".card.yaml");
        var picture = Path.Combine(Repository.Data, "images/coco-val64/000000000785.jpg");

        var (inspected, _, refusal) = await SluiceProgram.RunAsync(["models", "inspect", model, "--write"]);
        Assert.True(inspected == 0, refusal);
        var (recorded, _, error) = await SluiceProgram.RunAsync(["models", "check", model, "--image", picture, "--write"]);
        Assert.True(recorded == 0, error);
        var (passed, shown, _) = await SluiceProgram.RunAsync(["models", "check", model]);
        Assert.Equal(0, passed);
        Assert.Contains("as expected", shown, StringComparison.Ordinal);

        await File.WriteAllTextAsync(card, (await File.ReadAllTextAsync(card)).Replace("color: rgb", "color: bgr\nbox_format: xyxy", StringComparison.Ordinal));
        var (failed, differs, _) = await SluiceProgram.RunAsync(["models", "check", model]);
        Assert.Equal(1, failed);
        Assert.Contains("DIFFERS", differs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TheDemosModel_FindsItsGoldenBoxes()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["models", "check", "models/demo"]);

        Assert.True(exit == 0, output + error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Copy(string name)
    {
        var model = Path.Combine(_folder.FullName, "mine.onnx");
        File.Copy(Repository.Model(name), model);
        return model;
    }
}
