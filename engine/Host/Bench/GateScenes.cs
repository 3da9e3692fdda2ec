using Sluice.Core.Scene;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench;

/// <summary>The clips <see cref="GateBench"/> renders where it is given none: quiet streets, encoded as cameras do.</summary>
/// <param name="folder">Where they are kept.</param>
internal sealed class GateScenes(string folder)
{
    private const int RateHz = 15, GopSeconds = 2;

    private static readonly (string Name, string Uri)[] Streets =
    [
        ("roadside-q90", "scene:roadside?seed=21&duration=10m&size=640x360&fps=15&quiet=0.9"),
        ("crossing-q90", "scene:crossing?seed=22&duration=10m&size=640x360&fps=15&quiet=0.9&density=2"),
        ("junction-q95", "scene:junction?seed=23&duration=10m&size=640x360&fps=15&quiet=0.95"),
        ("overpass-q95", "scene:overpass?seed=24&duration=10m&size=640x360&fps=15&quiet=0.95&density=1.5"),
    ];

    // Constant quality, variable and constant bit rate, without B-frames: what cameras offer.
    private static readonly (string Name, EncoderOptions Options)[] Encodings =
    [
        ("crf", Encoding(null, [])),
        ("vbr", Encoding(600_000, [("maxrate", "1200000"), ("bufsize", "2400000")])),
        ("cbr", Encoding(600_000, [("maxrate", "600000"), ("bufsize", "300000"), ("tune", "zerolatency")])),
    ];

    /// <summary>Renders what is missing.</summary>
    /// <param name="progress">Told of each clip that is rendered.</param>
    /// <param name="stop">Gives up between clips.</param>
    public IReadOnlyList<string> Paths(Action<string> progress, CancellationToken stop)
    {
        var paths = new List<string>();
        foreach (var (name, uri) in Streets)
        {
            foreach (var (encoding, options) in Encodings)
            {
                stop.ThrowIfCancellationRequested();
                var path = Path.Combine(folder, $"{name}-{encoding}.mp4");
                paths.Add(path);
                if (File.Exists(path)) continue;
                progress(path);
                var half = Path.Combine(folder, $".{Environment.ProcessId}-{Path.GetFileName(path)}");
                SceneClipWriter.Write(SceneUri.Parse(uri), half, null, options, stop);
                File.Move(SceneClipWriter.TruthPath(half), SceneClipWriter.TruthPath(path), overwrite: true);
                File.Move(half, path, overwrite: true);
            }
        }

        return paths;
    }

    private static EncoderOptions Encoding(long? bitRate, (string Key, string Value)[] more) => new()
    {
        Crf = 23,
        BitRate = bitRate,
        GopSize = RateHz * GopSeconds,
        MaxBFrames = 0,
        Options = more.Append(("sc_threshold", "0")).ToDictionary(static o => o.Item1, static o => o.Item2),
    };
}
