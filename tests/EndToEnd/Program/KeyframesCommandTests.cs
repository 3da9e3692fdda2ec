using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Archive;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class KeyframesCommandTests : IDisposable
{
    private readonly SinkFixture _fixture = new();

    private string Archive => Path.Combine(_fixture.Folder, "archive");

    [FFmpegFact]
    public async Task Keyframes_ArchiveWithOne_IsListedExportedCorrectedAndReported()
    {
        await KeepAsync();
        var (exit, output, _) = await SluiceProgram.RunAsync(["keyframes", "list", Archive, "--json", "--class", "car", "--reason", "coverage"]);
        Assert.Equal(0, exit);
        var line = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(1, line.GetProperty("objects").GetProperty("car").GetInt32());
        var key = line.GetProperty("key").GetString()!;

        Assert.Equal(0, (await SluiceProgram.RunAsync(["keyframes", "pin", Archive, key])).ExitCode);
        Assert.True(File.Exists(Path.Combine(Archive, key + ".pin")));

        var set = Path.Combine(_fixture.Folder, "set");
        Assert.Equal(0, (await SluiceProgram.RunAsync(["keyframes", "export", Archive, "--to", set, "--val", "0"])).ExitCode);
        var corrected = Path.Combine(set, "annotations", "instances_train.json");
        await File.WriteAllTextAsync(corrected, (await File.ReadAllTextAsync(corrected)).Replace("\"name\":\"car\"", "\"name\":\"van\"", StringComparison.Ordinal));
        var import = await SluiceProgram.RunAsync(["keyframes", "import", Archive, corrected, "--by", "ann", "--json"]);
        Assert.Equal(1, JsonDocument.Parse(import.Output).RootElement.GetProperty("boxes").GetProperty("relabelled").GetInt32());

        var page = Path.Combine(_fixture.Folder, "page.html");
        Assert.Equal(0, (await SluiceProgram.RunAsync(["keyframes", "report", Archive, "--html", page])).ExitCode);
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("data:image/jpeg;base64,", html, StringComparison.Ordinal);
        Assert.Contains("<title>van", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no archive", "list", "nowhere")]
    [InlineData("--since yesterday", "list", ".", "--since", "yesterday")]
    [InlineData("--format pascal", "export", ".", "--to", "set", "--format", "pascal")]
    [InlineData("nothing to export", "export", ".", "--to", "set")]
    public async Task Keyframes_BadInput_SaysWhatWouldBeRight(string says, params string[] arguments)
    {
        string[] placed = [.. arguments.Select(argument => argument is "." or "nowhere" or "set" ? Path.Combine(_fixture.Folder, argument) : argument)];
        var (exit, _, error) = await SluiceProgram.RunAsync(["keyframes", .. placed]);
        Assert.Equal(2, exit);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task KeepAsync()
    {
        using var picture = new AvFrame();
        picture.Allocate(64, 48, AvPixelFormat.Yuv420p);
        for (var plane = 0; plane < 3; plane++) picture.WritablePlane(plane).Fill(120);
        var jpeg = ImageCodec.EncodeJpeg(picture);
        using var frame = _fixture.Frame("gate", 7, new Detection(2, "car", 0.8f, new(4, 4, 40, 40)));
        var key = ArchiveNames.Key("gate", SinkFixture.Noon, frame.Info.Id);
        var why = new KeyframeRecord { Keyframe = new() { Score = 0.4f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.4 } }, Period = SinkFixture.Noon };
        var sidecar = KeyframeSidecar.Of(key, frame, why, ArchivePicture.Of(jpeg, key), new("box", "pick", Guid.Empty, "", [], static _ => ""), SinkFixture.Noon);
        await using var librarian = await Librarian.OpenAsync(Archive, new FolderPlace(Archive), new(1 << 20, null, 0, TimeSpan.FromDays(1)), TimeProvider.System, _fixture.Log, default);
        await librarian.KeepAsync(new(key, SinkFixture.Noon, new Dictionary<string, byte[]> { [ArchiveNames.Picture] = jpeg, [ArchiveNames.Sidecar] = sidecar }, 1, false), default);
    }
}
