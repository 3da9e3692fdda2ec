using Sluice.Native.FFmpeg;

namespace Sluice.Core.Scene;

/// <summary>Writes a scene as an H.264 clip with its truth, one line of JSON a frame, beside it.</summary>
public static class SceneClipWriter
{
    /// <summary>The truth's file for a clip: <c>clip.mp4</c> has <c>clip.truth.jsonl</c>.</summary>
    /// <param name="clipPath">The clip.</param>
    public static string TruthPath(string clipPath) => Path.ChangeExtension(clipPath, ".truth.jsonl");

    /// <summary>Renders and encodes every frame; uses all cores.</summary>
    /// <param name="options">What to show.</param>
    /// <param name="path">The clip; its folder is made if need be, files there are replaced.</param>
    /// <param name="progress">Told the number of frames written, now and then.</param>
    /// <param name="encoder">How to encode; null for x264 at a quality that keeps the noise down.</param>
    /// <param name="cancellationToken">Stops between frames; what is written so far stays.</param>
    /// <returns>The scene, for its counts.</returns>
    /// <exception cref="ArgumentException">An option does not serve.</exception>
    /// <exception cref="AvException">The clip cannot be encoded or written.</exception>
    public static TrafficScene Write(
        SceneOptions options, string path, IProgress<int>? progress = null, EncoderOptions? encoder = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scene = new TrafficScene(options);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        encoder ??= new EncoderOptions { Crf = 24, GopSize = options.RateHz * 2, Threads = 0 };
        encoder = encoder with { FrameRate = encoder.FrameRate ?? new AvRational(options.RateHz, 1) };
        using var writer = VideoFileWriter.Create(path, options.WidthPx, options.HeightPx,
            new AvRational(1, options.RateHz), encoder);
        using var truth = new StreamWriter(TruthPath(path));
        truth.NewLine = "\n";
        var frames = new AvFrame[Math.Max(2, Environment.ProcessorCount) * 4];
        var lines = new string[frames.Length];
        try
        {
            for (var i = 0; i < frames.Length; i++)
            {
                frames[i] = new AvFrame();
                frames[i].Allocate(options.WidthPx, options.HeightPx, AvPixelFormat.Named("yuv420p"));
            }

            for (var first = 0; first < scene.FrameCount; first += frames.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(frames.Length, scene.FrameCount - first);
                Parallel.For(0, count, i => lines[i] = RenderInto(scene, first + i, frames[i]).ToJson());
                for (var i = 0; i < count; i++)
                {
                    writer.Write(frames[i], first + i);
                    truth.WriteLine(lines[i]);
                }

                progress?.Report(first + count);
            }

            writer.Finish();
            return scene;
        }
        finally
        {
            foreach (var frame in frames) frame?.Dispose();
        }
    }

    /// <summary>Renders one frame of a scene into a picture of its size in yuv420p.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="into">Where to; borrowed, made writable.</param>
    public static FrameTruth RenderInto(TrafficScene scene, int frame, AvFrame into)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(into);
        // The encoder may still hold the picture written here last time.
        into.MakeWritable();
        return scene.RenderWithTruth(frame, new YuvPlanes(
            into.WritablePlane(0), into.Stride(0), into.WritablePlane(1), into.Stride(1), into.WritablePlane(2),
                into.Stride(2)));
    }
}
