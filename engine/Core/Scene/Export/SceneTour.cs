using Sluice.Native.FFmpeg;

namespace Sluice.Core.Scene.Export;

/// <summary>One clip that visits many scenes, a few frames each, with one truth for all: what a detector is measured on.</summary>
public static class SceneTour
{
    /// <summary>Writes the clip and its truth; frames count through.</summary>
    /// <param name="path">The clip; its truth goes beside it as for <see cref="SceneClipWriter"/>.</param>
    /// <param name="firstSeed">First seed; every seed is one scene, as in <see cref="SceneExporter.OptionsFor"/>.</param>
    /// <param name="lastSeed">Last seed, included.</param>
    /// <param name="framesPerScene">Frames of each scene, spread over its minute.</param>
    /// <param name="progress">Told the number of frames written.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    /// <returns>Number of frames.</returns>
    /// <exception cref="ArgumentException">A number does not serve.</exception>
    /// <exception cref="AvException">The clip cannot be encoded or written.</exception>
    public static int Write(
        string path, int firstSeed, int lastSeed, int framesPerScene, IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (lastSeed < firstSeed) throw new ArgumentException($"scene tour: seeds {firstSeed}..{lastSeed} run backwards.");
        var plain = SceneExporter.OptionsFor(firstSeed);
        if (framesPerScene < 1 || framesPerScene > plain.FrameCount)
            throw new ArgumentException($"scene tour: {framesPerScene} frames a scene; 1 to {plain.FrameCount} would be right.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        // Neighbouring frames lie seconds apart, so the encoder gains little from them: a steady quality instead.
        var encoder = new EncoderOptions { Crf = 20, Threads = 0, FrameRate = new AvRational(plain.RateHz, 1) };
        using var writer = VideoFileWriter.Create(path, plain.WidthPx, plain.HeightPx,
            new AvRational(1, plain.RateHz), encoder);
        using var truth = new StreamWriter(SceneClipWriter.TruthPath(path));
        truth.NewLine = "\n";
        using var picture = new AvFrame();
        picture.Allocate(plain.WidthPx, plain.HeightPx, AvPixelFormat.Named("yuv420p"));
        var count = 0;
        for (var seed = firstSeed; seed <= lastSeed; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scene = new TrafficScene(SceneExporter.OptionsFor(seed));
            for (var i = 0; i < framesPerScene; i++, count++)
            {
                var found = SceneClipWriter.RenderInto(scene, SceneExporter.FrameOf(scene, i, framesPerScene), picture);
                writer.Write(picture, count);
                truth.WriteLine((found with { Frame = count, PtsTime = Math.Round(count / (double)plain.RateHz,
                    6) }).ToJson());
            }

            progress?.Report(count);
        }

        writer.Finish();
        return count;
    }
}
