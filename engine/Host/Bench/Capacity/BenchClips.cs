using Sluice.Core.Scene;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Clips that benches are given: files, or scenes (<c>scene:junction?seed=1</c>) that are rendered once and kept, encoded as a camera
/// would: an intra frame every two seconds, and none that must be held back.</summary>
internal static class BenchClips
{
    private const int Quality = 23, GroupSeconds = 2;

    /// <summary>The file of a clip.</summary>
    /// <param name="clip">As the user named it.</param>
    /// <exception cref="UsageException">It is a scene that can't be read.</exception>
    public static string PathOf(string clip)
    {
        if (!SceneUri.IsScene(clip)) return clip;
        try
        {
            return Path.ChangeExtension(SceneFolder.Cache().PathOf(clip), ".camera.mp4");
        }
        catch (FormatException fault)
        {
            throw new UsageException($"--source: {fault.Message}");
        }
    }

    /// <summary>Renders the scenes among some clips unless they are there; shows how far it is.</summary>
    /// <param name="clips">As the user named them.</param>
    /// <param name="stop">Gives up; nothing half rendered is left under a clip's name.</param>
    /// <exception cref="UsageException">One is a scene that can't be read.</exception>
    public static Task RenderAsync(IEnumerable<string> clips, CancellationToken stop)
        => ScenePreparation.RunAsync([.. clips.Where(SceneUri.IsScene).Distinct().Where(static clip => !File.Exists(PathOf(clip)))], Render, stop);

    private static void Render(string clip, IProgress<double> progress, CancellationToken stop)
    {
        var (path, options) = (PathOf(clip), SceneUri.Parse(clip));
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // Two that render the same at once: each writes its own, and the last to finish puts the same clip in place.
        var half = Path.Combine(folder, $".{Environment.ProcessId}-{Path.GetFileName(path)}");
        var encoding = new EncoderOptions { Crf = Quality, GopSize = options.RateHz * GroupSeconds, MaxBFrames = 0, Threads = 0 };
        SceneClipWriter.Write(options, half, new Share(progress, options.FrameCount), encoding, stop);
        File.Move(SceneClipWriter.TruthPath(half), SceneClipWriter.TruthPath(path), overwrite: true);
        File.Move(half, path, overwrite: true);
    }

    private sealed class Share(IProgress<double> progress, int frames) : IProgress<int>
    {
        public void Report(int value) => progress.Report((double)value / frames);
    }
}
