using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Evaluation;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Tests.Inference;

/// <summary>Real classifiers on real pictures against classes that another program found.</summary>
public sealed class ClassifierReferenceTests
{
    private static readonly ModelCard Card = new()
    {
        Family = ModelFamily.Classifier,
        Scale = 1 / 255.0,
        Mean = [0.485, 0.456, 0.406],
        Std = [0.229, 0.224, 0.225],
        Letterbox = Letterbox.Stretch,
    };

    // The logits of the first are so coarse that ties are usual: any of the best is right. Those of the other are told apart by half a unit.
    [DataTheory]
    [InlineData("mobilenetv2_224_int8qdq", "classify-mobilenetv2-qdq", "top8_index_logit", 0.5)]
    [InlineData("mobilenetv2_224_int8dyn", "classify-mobilenetv2-dyn", "top5_index_logit", 0.5)]
    public void Top_OnPictures_IsAmongTheReferencesBest(string name, string reference, string key, double apart)
    {
        using var model = TestCards.Load(new() { Id = name, Path = Repository.Model($"{name}.onnx"), Card = Card });
        using var runner = new ModelRunner(model, 1);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Data, "reference", $"{reference}.json")));
        var head = new ClassHead(model);
        var wrong = new List<string>();
        var pictures = 0;
        foreach (var picture in document.RootElement.GetProperty(key).EnumerateObject())
        {
            using var frame = PictureReader.Image(Path.Combine(Repository.Data, "images/coco-val64", picture.Name), 0);
            runner.Put(0, frame, Middle(frame));
            var (classId, score) = head.Top(runner.Run(1, CancellationToken.None), 0);

            pictures++;
            var best = picture.Value.EnumerateArray().Select(pair => (Class: pair[0].GetInt32(), Logit: pair[1].GetDouble())).ToArray();
            if (!best.Any(one => one.Class == classId && one.Logit >= best[0].Logit - apart) || score is not (> 0 and <= 1))
                wrong.Add($"{picture.Name}: {classId} with {score}");
        }

        Assert.Equal(11, pictures);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // The short side to 256, of which the middle 224 are looked at: 7/8 of the short side.
    private static PictureArea Middle(Frame frame)
    {
        var side = (int)Math.Round(Math.Min(frame.DisplayWidth, frame.DisplayHeight) * 224 / 256.0);
        return new((frame.DisplayWidth - side) / 2, (frame.DisplayHeight - side) / 2, side, side);
    }
}
