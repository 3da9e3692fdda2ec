using Sluice.Core.Config;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Makes the cameras of trials: from prepared clips in the engine's process, or from a real RTSP server beside it.</summary>
/// <param name="options">What is measured.</param>
/// <param name="graph">The graph, whose sources lend their settings in turn.</param>
/// <param name="scratch">Where files of trials go.</param>
internal sealed class CameraLoad(CapacityOptions options, GraphConfig graph, string scratch)
{
    private int _trials;

    /// <summary>A folder for one trial's outputs.</summary>
    public string NextScratch() => Directory.CreateDirectory(Path.Combine(scratch, $"trial{++_trials}")).FullName;

    /// <summary>Makes a number of cameras ready.</summary>
    /// <param name="clips">What they send, in turn.</param>
    /// <param name="count">How many.</param>
    /// <param name="phase">Most seconds one begins after another.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The cameras; dispose them when the trial is over.</returns>
    public async Task<RunningCameras> StartAsync(IReadOnlyList<CameraClip> clips, int count, double phase, CancellationToken stop)
    {
        // The same phases whatever the count: camera 3 of 4 is camera 3 of 8.
        var random = new Random(options.Seed);
        var templates = graph.Sources.Select(static source => source.Id).DefaultIfEmpty("camera").ToList();
        var server = options.OverRtsp ? await RtspCameras.StartAsync(clips, count, options.Jitter, stop) : null;
        var cameras = new TrialCamera[count];
        for (var i = 0; i < count; i++)
        {
            var clip = clips[i % clips.Count];
            cameras[i] = new($"camera{i + 1:000}", templates[i % templates.Count], server?.UrlOf(i) ?? clip.Path, clip.Fps, random.NextDouble() * phase, random.Next());
        }

        return new(cameras, server);
    }
}
