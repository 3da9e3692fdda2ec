using System.Text.Json;
using System.Xml.Linq;
using Sluice.Abstractions;
using Sluice.Core.Archive;
using Sluice.Core.Archive.Catalog;
using Sluice.Core.Archive.Export;
using Sluice.Core.Archive.Labels;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Archive;

public sealed class DataSetTests : IDisposable
{
    private static readonly Detection Car = new(2, "car", 0.5f, new(10, 20, 110, 80)), Bus = new(5, "bus", 0.75f, new(300, 200, 500, 400));
    private readonly ArchiveFixture _fixture = new();

    private string To => Path.Combine(_fixture.Folder, "..", Path.GetFileName(_fixture.Folder) + "-set");

    [Fact]
    public async Task WriteAsync_Coco_HasBoxesAndLineage()
    {
        Keep(1, Car, Bus);
        await ExportAsync(ExportFormat.Coco, share: 0);
        using var coco = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(To, "annotations", "instances_train.json")));
        var root = coco.RootElement;
        Assert.Equal(["car", "bus"], root.GetProperty("categories").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var image = Assert.Single(root.GetProperty("images").EnumerateArray());
        Assert.Equal("cam", image.GetProperty("lineage").GetProperty("source").GetString());
        Assert.Equal("abc", image.GetProperty("lineage").GetProperty("config").GetString());
        Assert.True(File.Exists(Path.Combine(To, "images", "train", image.GetProperty("file_name").GetString()!)));
        Assert.Equal([10, 20, 100, 60], root.GetProperty("annotations")[0].GetProperty("bbox").EnumerateArray().Select(one => one.GetDouble()));
    }

    [Fact]
    public async Task WriteAsync_Yolo_ComesBackTheSame()
    {
        Keep(1, Car, Bus);
        Keep(2);
        await ExportAsync(ExportFormat.Yolo, share: 0);
        var given = GivenLabels.Read(To, _ => (640, 480));
        Assert.Equal(2, given.Count);
        var boxes = given.Single(one => one.Value.Count > 0).Value;
        Assert.Equal(["car", "bus"], boxes.Select(box => box.Label));
        Assert.All(boxes.Zip([Car, Bus]), pair => Assert.True(pair.First.Box.IoU(pair.Second.Box) > 0.99));
    }

    [Fact]
    public async Task WriteAsync_Cvat_IsTheirXml()
    {
        Keep(1, Car);
        await ExportAsync(ExportFormat.Cvat, share: 0);
        var image = XDocument.Load(Path.Combine(To, "annotations.xml")).Root!.Element("image")!;
        Assert.Equal("640", image.Attribute("width")!.Value);
        Assert.True(File.Exists(Path.Combine(To, "images", image.Attribute("name")!.Value)));
        Assert.Equal(("car", "110.00"), (image.Element("box")!.Attribute("label")!.Value, image.Element("box")!.Attribute("xbr")!.Value));
    }

    [Fact]
    public async Task WriteAsync_Datumaro_HasItemsWithTheirPictures()
    {
        Keep(1, Car);
        await ExportAsync(ExportFormat.Datumaro, share: 0);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(To, "annotations", "train.json")));
        var item = json.RootElement.GetProperty("items")[0];
        Assert.True(File.Exists(Path.Combine(To, "images", "train", item.GetProperty("image").GetProperty("path").GetString()!)));
        Assert.Equal("bbox", item.GetProperty("annotations")[0].GetProperty("type").GetString());
        Assert.Equal(480, item.GetProperty("image").GetProperty("size")[0].GetInt32());
    }

    [Fact]
    public void Of_SameTrackOrSamePicture_StaysOnOneSide()
    {
        // Ten scenes of three keyframes each; two of each show the same track, and the third looks like the first.
        var entries = new List<CatalogEntry>();
        for (var i = 0; i < 30; i++)
        {
            var scene = i / 3;
            var known = new ArchivedKeyframe
            {
                Key = ArchiveFixture.Key(i),
                Source = "cam",
                FrameId = Guid.NewGuid(),
                Thumbnail = Picture(i % 3 == 1 ? 1000 + i : scene),
                Boxes = i % 3 < 2 ? [new(2, "car", 1, Car.Box, scene, null)] : [],
            };
            entries.Add(new(known, 1, false, null));
        }

        var split = DataSplit.Of(entries, 0.3, seed: 3);

        Assert.Equal(10, DataSplit.Groups(entries).Count);
        Assert.All(Enumerable.Range(0, 10), scene => Assert.Single(split.Skip(scene * 3).Take(3).Distinct()));
        Assert.Equal(9, split.Count(isValidation => isValidation));
        Assert.NotEqual(split, DataSplit.Of(entries, 0.3, seed: 4));
    }

    [Fact]
    public void AreSame_BrighterAndShifted_AreButNotWithASmallObject()
    {
        var one = Picture(5);
        var brighter = one.Select(cell => (byte)(cell + 20)).ToArray();
        var shifted = Enumerable.Range(0, 64 * 64).Select(at => one[Math.Min(at + 1, (at / 64 * 64) + 63)]).ToArray();
        var with = one.ToArray();
        for (var y = 30; y < 36; y++) with.AsSpan((y * 64) + 30, 6).Fill(255);
        Assert.True(NearDuplicates.AreSame(one, brighter));
        Assert.True(NearDuplicates.AreSame(one, shifted));
        Assert.False(NearDuplicates.AreSame(one, with));
        Assert.False(NearDuplicates.AreSame(one, Picture(6)));
    }

    [Fact]
    public async Task RunAsync_CorrectedCoco_SaysWhatWasChanged()
    {
        Keep(1, Car, Bus, new(0, "person", 0.4f, new(200, 10, 220, 60)), new(2, "car", 0.3f, new(520, 20, 600, 70)));
        await ExportAsync(ExportFormat.Coco, share: 0);
        // The bus is a truck, the car was moved, the person was made up, the second car was right, and a dog had been missed.
        var file = Path.Combine(To, "annotations", "instances_train.json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        var (categories, annotations) = (json["categories"]!.AsArray(), json["annotations"]!.AsArray());
        categories.Add(JsonSerializer.SerializeToNode(new { id = 8, name = "truck" }));
        categories.Add(JsonSerializer.SerializeToNode(new { id = 9, name = "dog" }));
        annotations.Single(one => one!["bbox"]![0]!.ToString() == "300")!["category_id"] = 8;
        annotations.Single(one => one!["bbox"]![0]!.ToString() == "10")!["bbox"]![0] = 25;
        annotations.Remove(annotations.Single(one => one!["bbox"]![0]!.ToString() == "200"));
        annotations.Add(JsonSerializer.SerializeToNode(new { id = 99, image_id = 1, category_id = 9, bbox = new[] { 400, 10, 30, 30 } }));
        await File.WriteAllTextAsync(file, json.ToJsonString());
        using var catalog = ArchiveCatalog.Open(_fixture.Folder, null);

        var (files, unknown) = await LabelImport.RunAsync(catalog, file, "ann", SinkFixture.Noon, default);

        Assert.Equal(0, unknown);
        var labels = Assert.Single(files);
        Assert.Equal((1, 1, 1, 1, 1), (labels.Count(BoxChange.Kept), labels.Count(BoxChange.Moved), labels.Count(BoxChange.Relabelled), labels.Count(BoxChange.Added), labels.Count(BoxChange.Removed)));
        var entry = Assert.Single(await catalog.FindAsync(new() { IsCorrected = true, Classes = ["dog"] }, default));
        Assert.Equal(["car", "car", "dog", "truck"], entry.Boxes.Select(box => box.Label).Order());
        Assert.Equal(5, System.Text.Encoding.UTF8.GetString(LabelRows.Of(files)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("{\"images\":[],\"annotations\":[{\"image_id\":4,\"category_id\":1,\"bbox\":[1,2,3,4]}],\"categories\":[]}", "image 4")]
    [InlineData("{\"images\":[{\"id\":4,\"file_name\":\"x.jpg\"}],\"annotations\":[{\"image_id\":4,\"category_id\":7,\"bbox\":[1,2,3,4]}],\"categories\":[]}", "category 7")]
    [InlineData("{\"images\":[{\"id\":4,\"file_name\":\"x.jpg\"}],\"annotations\":[],\"categories\":[]}", "none of its 1 pictures")]
    [InlineData("[1]", "no COCO annotation file")]
    [InlineData("{", "no COCO annotation file")]
    public async Task RunAsync_BadCoco_SaysWhere(string text, string says)
    {
        Keep(1, Car);
        var file = Path.Combine(_fixture.Folder, "given.json");
        await File.WriteAllTextAsync(file, text);
        using var catalog = ArchiveCatalog.Open(_fixture.Folder, null);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => LabelImport.RunAsync(catalog, file, "", SinkFixture.Noon, default));
        Assert.Contains("given.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0.5 0.5 0.1", "is no YOLO label")]
    [InlineData("0 0.5 0.5 0.1 17", "'17' is no share")]
    [InlineData("7 0.5 0.5 0.1 0.1", "no class 7")]
    public async Task RunAsync_BadYolo_SaysWhere(string line, string says)
    {
        Keep(1, Car);
        await ExportAsync(ExportFormat.Yolo, share: 0);
        var label = Directory.EnumerateFiles(To, "*.txt", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(label, "0 0.1 0.1 0.1 0.1\n" + line + "\n");
        using var catalog = ArchiveCatalog.Open(_fixture.Folder, null);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => LabelImport.RunAsync(catalog, To, "", SinkFixture.Noon, default));
        Assert.Contains(".txt:2", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _fixture.Dispose();
        if (Directory.Exists(To)) Directory.Delete(To, recursive: true);
    }

    private static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        // Blocks of four: what moves by a pixel still looks like itself.
        var blocks = Enumerable.Range(0, 16 * 16).Select(_ => (byte)random.Next(20, 200)).ToArray();
        return [.. Enumerable.Range(0, 64 * 64).Select(at => blocks[(at / 64 / 4 * 16) + (at % 64 / 4)])];
    }

    private void Keep(int number, params Detection[] detections)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_fixture.PathOf(number, ""))!);
        File.WriteAllBytes(_fixture.PathOf(number, ".jpg"), [1, 2, 3]);
        File.WriteAllBytes(_fixture.PathOf(number, ".json"), ArchiveFixture.SidecarOf(number, "cam", 0, detections));
    }

    private async Task ExportAsync(ExportFormat format, double share)
    {
        using var catalog = ArchiveCatalog.Open(_fixture.Folder, null);
        await DataSetExport.WriteAsync(catalog, await catalog.FindAsync(new(), default), To, format, share, 1, SinkFixture.Noon, default);
    }
}
