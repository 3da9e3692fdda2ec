using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Crops;
using Sluice.Tests.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Inference;

public sealed class CropStageTests
{
    [DataFact]
    public async Task Embed_ReferenceCrops_GivesTheReferenceVectors()
    {
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Data, "reference", "embeddings-osnet.json")));
        var crops = reference.RootElement.GetProperty("crops").EnumerateArray().ToArray();
        var config = new ModelConfig
        {
            Id = "reid",
            Path = Repository.Model("osnet_x0_25_reid.onnx"),
            Card = new()
            {
                Family = ModelFamily.Embedding,
                Letterbox = Letterbox.Stretch,
                Scale = 1 / 255.0,
                Mean = [0.485, 0.456, 0.406],
                Std = [0.229, 0.224, 0.225],
            },
        };
        await using var stage = await StartAsync(new EmbedFactory(), new EmbedOptions { Model = "reid" }, config);
        foreach (var group in crops.GroupBy(static crop => crop.GetProperty("frame").GetInt32()))
        {
            using var frame = ClipFrames.Read(Repository.Video("tud-stadtmitte.mp4"), [group.Key]).Single();
            using var found = frame.With([.. group.Select(static crop => Person(Numbers(crop, "crop")))]);
            var output = new LastOutput();

            await stage.ProcessAsync([found], output, CancellationToken.None);

            using var embedded = output.Take();
            foreach (var (crop, detection) in group.Zip(embedded.Detections))
            {
                var cosine = Cosine(Numbers(crop, "embedding"), detection.Details!.Embedding.Span);
                Assert.True(cosine > 0.995, $"frame {group.Key}, person {crop.GetProperty("gt_id")}: cosine {cosine}");
            }
        }
    }

    [Fact]
    public async Task Classify_ChosenObjects_AloneGetTheAttribute()
    {
        using var constant = new ConstantModel { Batch = null }.With("logits", [1, 3], 0f, 5, 1);
        constant.Write();
        await using var stage = await StartAsync(new ClassifyFactory(), new ClassifyOptions { Model = "color", Attribute = "color", Classes = ["car"], MinSize = 20 }, Colors(constant));
        var output = new LastOutput();
        using var frame = Scene(0, Car(null, 60), Car(null, 10), Car(null, 60) with { Label = "bus" }, Car(null, 60) with { Predicted = true });

        await stage.ProcessAsync([frame], output, CancellationToken.None);

        using var seen = output.Take();
        var attribute = Assert.Single(seen.Detections[0].Details!.Attributes);
        Assert.Equal(("color", "red", "color"), (attribute.Name, attribute.Value, attribute.Model));
        Assert.Equal(0.976, attribute.Score, 3);
        Assert.All(seen.Detections.Skip(1), static other => Assert.Null(other.Details));
    }

    [Fact]
    public async Task Classify_EveryThird_KeepsTheNoteInBetween()
    {
        using var constant = new ConstantModel { Batch = null }.With("logits", [1, 3], 0f, 5, 1);
        constant.Write();
        await using var stage = await StartAsync(new ClassifyFactory(), new ClassifyOptions { Model = "color", Every = 3 }, Colors(constant));
        var output = new LastOutput();
        for (var i = 0; i < 5; i++)
        {
            using var frame = Scene(i, Car(7, 60) with { Predicted = i == 4 });
            await stage.ProcessAsync([frame], output, CancellationToken.None);

            using var seen = output.Take();
            Assert.Equal("red", Assert.Single(seen.Detections[0].Details!.Attributes).Value);
        }
    }

    [Theory]
    [InlineData(1, "LLLLLL")]
    [InlineData(3, "L..L..")]
    public void See_EveryNth_AsksForALook(int every, string expected)
    {
        var notes = new TrackNotes(every);
        var looks = "";
        for (var i = 0; i < expected.Length; i++)
        {
            var (look, _) = notes.See(1, i, isSure: true);
            if (look) notes.Keep(1, i, new());
            looks += look ? 'L' : '.';
        }

        Assert.Equal(expected, looks);
    }

    [Fact]
    public void See_TracksLongGone_AreForgotten()
    {
        var notes = new TrackNotes(1);
        for (var track = 0; track < 100; track++)
        {
            notes.See(track, track, isSure: true);
            notes.Keep(track, track, new());
        }

        notes.See(1000, 10_000, isSure: true);

        Assert.Equal(1, notes.Count);
    }

    [Fact]
    public async Task Start_ModelOfAnotherKind_SaysWhichIsWanted()
    {
        using var constant = new ConstantModel { Batch = null }.With("logits", [1, 3], 0f, 5, 1);
        constant.Write();

        var fault = await Assert.ThrowsAsync<ModelException>(() => StartAsync(new EmbedFactory(), new EmbedOptions { Model = "color" }, Colors(constant)));

        Assert.Equal("Model 'color' is of family classifier; an embedding is wanted.", fault.Message);
    }

    private static ModelConfig Colors(ConstantModel constant) => new()
    {
        Id = "color",
        Path = constant.Path,
        Card = new() { Family = ModelFamily.Classifier, Labels = new(null, ["blue", "red", "white"]), Letterbox = Letterbox.Stretch },
    };

    private static async Task<IBatchStage> StartAsync(StageFactory factory, object options, ModelConfig model)
    {
        using var fixture = new SinkFixture();
        var context = fixture.Context("a");
        var stage = (IBatchStage)factory.Create(
            new StageContext
            {
                Id = context.Id,
                Engine = context.Engine,
                BaseDirectory = context.BaseDirectory,
                Sources = context.Sources,
                Input = context.Input,
                Log = context.Log,
                Time = context.Time,
                Services = new Models(new ModelRegistry([model], Repository.Root)),
            },
            options);
        await stage.StartAsync(CancellationToken.None);
        return stage;
    }

    private static Frame Scene(long index, params ReadOnlySpan<Detection> detections)
    {
        var picture = new HostPicture(160, 120, PixelFormat.Gray8, ColorRange.Full);
        picture.WritablePlane(0).Fill(90);
        using var frame = new Frame(ClipFrames.Info("a", index), picture);
        return frame.With([.. detections]);
    }

    private static Detection Car(long? track, float side) => new(2, "car", 0.9f, new(20, 20, 20 + side, 20 + side)) { TrackId = track };

    private static Detection Person(float[] box) => new(0, "person", 0.9f, new(box[0], box[1], box[2], box[3]));

    private static float[] Numbers(JsonElement crop, string name) => [.. crop.GetProperty(name).EnumerateArray().Select(static value => value.GetSingle())];

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, lengthA = 0, lengthB = 0;
        for (var i = 0; i < a.Length; i++) (dot, lengthA, lengthB) = (dot + (a[i] * b[i]), lengthA + (a[i] * a[i]), lengthB + (b[i] * b[i]));
        return dot / Math.Sqrt(lengthA * lengthB);
    }

    private sealed class Models(ModelRegistry registry) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ModelRegistry) ? registry : null;
    }
}
