using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Scene;

namespace Sluice.Core.Stages.Decode;

/// <summary>Clips of the procedural scene, each rendered once per URI and kept with its truth beside it.</summary>
/// <param name="folder">Absolute path; made when needed.</param>
public sealed class SceneCache(string folder)
{
    /// <summary>The clip of a scene URI.</summary>
    /// <param name="uri">Such as <c>scene:overpass?seed=7</c>.</param>
    /// <returns>Its path, whether or not it has been rendered.</returns>
    public string PathOf(string uri)
    {
        // The name tells a reader what it is, the hash tells two apart.
        var options = SceneUri.Parse(uri);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uri)))[..12];
        return Path.Combine(folder, $"{options.Camera.ToString().ToLowerInvariant()}-{hash}.mp4");
    }

    /// <summary>Renders the clip of a scene URI unless it is there.</summary>
    /// <param name="uri">Such as <c>scene:overpass?seed=7</c>.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="stop">Gives up; nothing half rendered is left under the clip's name.</param>
    /// <exception cref="FormatException">The URI is not a scene's.</exception>
    public void Render(string uri, IProgress<double>? progress, CancellationToken stop)
    {
        var path = PathOf(uri);
        if (File.Exists(path)) return;
        Directory.CreateDirectory(folder);
        var half = Path.Combine(folder, $".{Environment.ProcessId}-{Path.GetFileName(path)}");
        var options = SceneUri.Parse(uri);
        var frames = progress == null ? null : new Share(progress, options.FrameCount);
        SceneClipWriter.Write(options, half, frames, cancellationToken: stop);
        File.Move(SceneClipWriter.TruthPath(half), SceneClipWriter.TruthPath(path), overwrite: true);
        File.Move(half, path, overwrite: true);
    }

    private sealed class Share(IProgress<double> progress, int frames) : IProgress<int>
    {
        public void Report(int value) => progress.Report((double)value / frames);
    }
}
