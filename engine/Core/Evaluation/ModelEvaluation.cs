using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Evaluation;

/// <summary>Runs a model over pictures whose objects are known.</summary>
public static class ModelEvaluation
{
    /// <summary>Over the images of a folder.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="truthFile">COCO annotations.</param>
    /// <param name="folder">Where the images lie that it names.</param>
    /// <param name="options">What counts; null for COCO's protocol.</param>
    /// <param name="progress">Told the pictures done and their number.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="InvalidDataException">The truth cannot be read, or fits no picture.</exception>
    public static EvaluationResult Images(DetectionModel model, string truthFile, string folder, EvaluationOptions? options = null,
        IProgress<(int Done, int All)>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var truth = TruthSet.Read(truthFile, model.Labels);
        if (truth.Pictures.Any(picture => picture.Name == null))
            throw new InvalidDataException($"'{truthFile}' is about frames of a video, not about images; COCO annotations (.json) name images.");
        var frames = truth.Pictures.Select(picture => PictureReader.Image(Path.Combine(folder, picture.Name!), picture.Frame));
        return Run(model, truth, truth.Pictures.ToDictionary(picture => picture.Frame), frames, options ?? new(), progress, stop);
    }

    /// <summary>Over the frames of a video. Frames beyond the last that the truth speaks of are not looked at.</summary>
    /// <param name="model">The model; borrowed.</param>
    /// <param name="truthFile">MOTChallenge rows or JSON lines.</param>
    /// <param name="video">The video.</param>
    /// <inheritdoc cref="Images"/>
    /// <param name="options">What counts; null for COCO's protocol.</param>
    /// <param name="progress">Told the pictures done and their number.</param>
    /// <param name="stop">Ends it.</param>
    public static EvaluationResult Video(DetectionModel model, string truthFile, string video, EvaluationOptions? options = null,
        IProgress<(int Done, int All)>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var truth = TruthSet.Read(truthFile, model.Labels);
        if (truth.Pictures.IsEmpty) throw new InvalidDataException($"'{truthFile}' holds no truth.");
        if (truth.Pictures.Any(picture => picture.Name != null))
            throw new InvalidDataException($"'{truthFile}' is about images, not about frames of a video.");
        var byFrame = truth.Pictures.GroupBy(picture => picture.Frame).ToDictionary(group => group.Key, group => group.First());
        var last = byFrame.Keys.Max();
        var frames = PictureReader.Video(video, stop).TakeWhile(frame => Keep(frame, last));
        return Run(model, truth, byFrame, frames, options ?? new(), progress, stop);
    }

    private static EvaluationResult Run(DetectionModel model, TruthSet truth, Dictionary<long, TruthPicture> pictures, IEnumerable<Frame> frames,
        EvaluationOptions options, IProgress<(int Done, int All)>? progress, CancellationToken stop)
    {
        using var run = new DetectionRun(model, 1, options.Limits(model));
        var evaluator = new DetectionEvaluator();
        var tracks = options.Tracker != null && truth.HasTracks ? new TrackRun(model, truth, options) : null;
        var results = new ImmutableArray<Detection>[1];
        foreach (var frame in frames)
        {
            using (frame)
            {
                run.Detect([frame], results, stop);
                if (results[0].IsDefault) throw new ModelException($"Model '{model.Id}' gave numbers that are none for frame {frame.Info.Index} of '{frame.Info.Source}'.");
                // A frame of which the truth says nothing holds no object: truth lists what is there.
                var boxes = pictures.TryGetValue(frame.Info.Index, out var picture) ? Fit(picture.Boxes, frame, model, options) : [];
                evaluator.Add(boxes, results[0]);
                tracks?.Add(frame, run, boxes);
                progress?.Report((evaluator.Pictures, pictures.Count));
            }
        }

        return evaluator.Result(model.Labels) with { LeftOut = truth.LeftOut, Tracking = tracks?.Result() };
    }

    private static TruthBox[] Fit(ImmutableArray<TruthBox> boxes, Frame frame, DetectionModel model, EvaluationOptions options)
    {
        var (width, height) = options.TruthSize ?? (frame.DisplayWidth, frame.DisplayHeight);
        var (scaleX, scaleY) = (frame.DisplayWidth / (float)width, frame.DisplayHeight / (float)height);
        var least = options.LeastHeightPx / Placement.Of(frame.DisplayWidth, frame.DisplayHeight, model.Layout).ScaleY;
        return [.. boxes.Select(truth =>
        {
            var box = new BoundingBox(truth.Box.X1 * scaleX, truth.Box.Y1 * scaleY, truth.Box.X2 * scaleX, truth.Box.Y2 * scaleY)
                .Clip(frame.DisplayWidth, frame.DisplayHeight);
            return truth with { Box = box, Ignore = truth.Ignore || box.Height < least };
        })];
    }

    private static bool Keep(Frame frame, long last)
    {
        if (frame.Info.Index <= last) return true;
        frame.Dispose();
        return false;
    }
}
