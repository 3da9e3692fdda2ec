using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Inference;

namespace Sluice.Tests.Inference;

/// <summary>Runs a model of constant outputs over pictures twice as large as its input of 64x64: boxes come out twice as large.</summary>
internal static class FamilyRun
{
    /// <summary>A card of a family with as many labels: a, b, c and so on.</summary>
    public static ModelCard Card(ModelFamily family, int labels = 0) => new()
    {
        Family = family,
        Letterbox = Letterbox.Stretch,
        Labels = labels == 0 ? null : new TextOrList(null, [.. Enumerable.Range(0, labels).Select(label => $"{(char)('a' + label)}")]),
    };

    /// <summary>What a model finds in a picture.</summary>
    public static ImmutableArray<Detection> Detect(ConstantModel constant, ModelCard card) => Detect(constant, card, 1)[0];

    /// <summary>What a model finds in each picture of a batch.</summary>
    public static ImmutableArray<Detection>[] Detect(ConstantModel constant, ModelCard card, int pictures)
    {
        using (constant)
        {
            using var model = constant.Load(card);
            using var run = new DetectionRun(model, pictures);
            var frames = Enumerable.Range(0, pictures).Select(_ => RandomPicture.Solid(2 * constant.Width, 2 * constant.Height, 90, 90, 90)).ToArray();
            var results = new ImmutableArray<Detection>[pictures];
            run.Detect(frames, results, CancellationToken.None);
            foreach (var frame in frames) frame.Dispose();
            return results;
        }
    }

    /// <summary>Holds a detection to what it must be; the box in pixels of the input.</summary>
    public static void Equal(string label, float score, BoundingBox box, Detection found)
    {
        Assert.Equal(label, found.Label);
        Assert.Equal(score, found.Score, 3);
        var expected = new BoundingBox(2 * box.X1, 2 * box.Y1, 2 * box.X2, 2 * box.Y2);
        Assert.True(found.Box.IoU(expected) > 0.999, $"{found.Box}, expected {expected}");
    }

    /// <summary>The message a model is refused with.</summary>
    public static string Refusal(ConstantModel constant, ModelCard card)
    {
        using (constant) return Assert.Throws<ModelException>(() => constant.Load(card).Dispose()).Message;
    }
}
