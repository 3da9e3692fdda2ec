using System.Collections.Immutable;
using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Evaluation;
using Sluice.Core.Stages.Inference.Decoding;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>Holds a model to the golden image of its card: a card that reads a model wrongly gives boxes all the same, only wrong ones.</summary>
public static class ModelSelfTest
{
    private const float LeastCosine = 0.99f;

    /// <summary>Refuses a model that does not find what its card's golden image must show. Nothing happens where the card has none.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ModelException">Says what differs.</exception>
    public static void Require(DetectionModel model, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Card.Golden == null) return;
        var result = Run(model, stop);
        if (!result.Passed)
            throw new ModelException($"Model '{model.Id}' fails on its golden image '{result.Image}': {result.Differences}. Either the card does not "
                + "read the model rightly, or the file is another; `sluice models check` shows all of it.");
    }

    /// <summary>Compares what a model finds in its golden image with what it must find.</summary>
    /// <param name="model">The model; its card has a golden image.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ModelException">There is no golden image, or it cannot be read.</exception>
    public static GoldenResult Run(DetectionModel model, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(model);
        var golden = model.Card.Golden ?? throw new ModelException($"Model '{model.Id}' has no golden image on its card.");
        using var frame = Read(model, Path.GetFullPath(golden.Image, model.CardDirectory));
        var rows = model.Family switch
        {
            ModelFamily.Classifier => [Class(model, golden, frame, stop)],
            ModelFamily.Embedding => [Vector(model, golden, frame, stop)],
            _ => Boxes(model, golden, Detect(model, frame, LeastScore(model, golden), stop)),
        };
        return new(golden.Image, rows);
    }

    /// <summary>What a model finds in a picture, as a golden image to hold it to.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="image">A JPEG or PNG file.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ModelException">The picture cannot be read, or the model finds nothing in it.</exception>
    public static Golden Record(DetectionModel model, string image, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var frame = Read(model, Path.GetFullPath(image));
        var golden = new Golden { Image = Path.GetFileName(image) };
        switch (model.Family)
        {
            case ModelFamily.Classifier:
                return golden with { Class = model.LabelOf(Top(model, frame, stop).ClassId) };
            case ModelFamily.Embedding:
                return golden with { Embedding = [.. Embed(model, frame, stop).Select(value => Math.Round((double)value, 4))] };
        }

        var found = Detect(model, frame, (float)model.Card.Score, stop);
        if (found.IsEmpty) throw new ModelException($"Model '{model.Id}' finds nothing in '{image}'; take a picture with objects in it.");
        return golden with
        {
            Boxes = [.. found.Select(detection => new GoldenBox
            {
                Label = detection.ClassId < model.Labels.Length ? detection.Label : null,
                Class = detection.ClassId < model.Labels.Length ? null : detection.ClassId,
                Score = Math.Round(detection.Score, 3),
                Box = [Round(detection.Box.X1), Round(detection.Box.Y1), Round(detection.Box.X2), Round(detection.Box.Y2)],
            })],
        };
    }

    private static ImmutableArray<GoldenRow> Boxes(DetectionModel model, Golden golden, ImmutableArray<Detection> found)
    {
        var rows = ImmutableArray.CreateBuilder<GoldenRow>();
        var left = found.ToList();
        foreach (var expected in golden.Boxes.OrderByDescending(box => box.Score))
        {
            var classId = expected.Class ?? model.Labels.IndexOf(expected.Label!);
            if (classId < 0) throw new ModelException($"Model '{model.Id}' has no class '{expected.Label}', which its golden image expects.");
            var box = new BoundingBox((float)expected.Box[0], (float)expected.Box[1], (float)expected.Box[2], (float)expected.Box[3]);
            var best = left.Where(detection => detection.ClassId == classId).OrderByDescending(detection => detection.Box.IoU(box))
                .Select(detection => (Detection?)detection).FirstOrDefault();
            var overlap = best?.Box.IoU(box) ?? 0;
            if (overlap <= 0)
            {
                rows.Add(new(model.LabelOf(classId), (float)expected.Score, box, null, null, 0, IsMet: false));
                continue;
            }

            left.Remove(best!.Value);
            var isMet = overlap >= golden.Iou && Math.Abs(best.Value.Score - expected.Score) <= golden.Score;
            rows.Add(new(model.LabelOf(classId), (float)expected.Score, box, best.Value.Score, best.Value.Box, overlap, isMet));
        }

        // Boxes just over the threshold come and go; those well over it are a difference.
        foreach (var extra in left.Where(detection => detection.Score >= model.Card.Score))
            rows.Add(new(extra.Label, null, null, extra.Score, extra.Box, 0, IsMet: extra.Score < model.Card.Score + golden.Score));
        return rows.ToImmutable();
    }

    private static GoldenRow Class(DetectionModel model, Golden golden, Frame frame, CancellationToken stop)
    {
        if (golden.Class == null) throw new ModelException($"Model '{model.Id}' is a classifier; its golden image must expect a class.");
        var (classId, score) = Top(model, frame, stop);
        var isMet = model.LabelOf(classId) == golden.Class || classId.ToString(CultureInfo.InvariantCulture) == golden.Class;
        return isMet ? new(golden.Class, 1, null, score, null, 1, IsMet: true)
            : new($"class {golden.Class} (found {model.LabelOf(classId)})", 1, null, score, null, 0, IsMet: false);
    }

    private static GoldenRow Vector(DetectionModel model, Golden golden, Frame frame, CancellationToken stop)
    {
        var vector = Embed(model, frame, stop);
        if (golden.Embedding.Count != vector.Length)
            throw new ModelException($"Model '{model.Id}' gives {vector.Length} numbers; its golden image expects {golden.Embedding.Count}.");
        double dot = 0, length = 0;
        for (var i = 0; i < vector.Length; i++) (dot, length) = (dot + (vector[i] * golden.Embedding[i]), length + (golden.Embedding[i] * golden.Embedding[i]));
        var cosine = (float)(dot / Math.Sqrt(Math.Max(length, double.Epsilon)));
        return new("cosine", 1, null, cosine, null, cosine, cosine >= LeastCosine);
    }

    private static ImmutableArray<Detection> Detect(DetectionModel model, Frame frame, float score, CancellationToken stop)
    {
        using var run = new DetectionRun(model, 1, DetectionLimits.Of(model) with { Score = score });
        var results = new ImmutableArray<Detection>[1];
        run.Detect([frame], results, stop);
        return !results[0].IsDefault ? results[0] : throw new ModelException($"Model '{model.Id}' gave numbers that are none for '{frame.Info.Source}'.");
    }

    private static (int ClassId, float Score) Top(DetectionModel model, Frame frame, CancellationToken stop)
    {
        var head = new ClassHead(model);
        using var runner = new ModelRunner(model, 1);
        runner.Put(0, frame);
        return head.Top(runner.Run(1, stop), 0);
    }

    private static float[] Embed(DetectionModel model, Frame frame, CancellationToken stop)
    {
        var head = new VectorHead(model);
        using var runner = new ModelRunner(model, 1);
        runner.Put(0, frame);
        var outputs = runner.Run(1, stop);
        var vector = new float[VectorHead.Length(outputs)];
        return head.TryRead(outputs, 0, vector) ? vector : throw new ModelException($"Model '{model.Id}' gave no vector for '{frame.Info.Source}'.");
    }

    // Low enough that an expected box near the threshold is not lost to a difference that is allowed.
    private static float LeastScore(DetectionModel model, Golden golden)
    {
        var least = golden.Boxes.Select(box => box.Score).Append(model.Card.Score).Min();
        return (float)Math.Max(0.001, least - golden.Score);
    }

    private static Frame Read(DetectionModel model, string path)
    {
        try
        {
            return PictureReader.Image(path, 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or AvException)
        {
            throw new ModelException($"Model '{model.Id}': the golden image '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    private static double Round(float value) => Math.Round(value, 1);
}
