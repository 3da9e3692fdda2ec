namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>Spends a resource on purpose and looks whether the finder names it: real trials of real stages, on the box that is asked about.</summary>
/// <param name="window">How long each trial is measured.</param>
/// <param name="say">Told a line at a time what goes on.</param>
internal sealed class StrainCheck(TimeSpan window, Action<string> say)
{
    private const string Clip = "scene:crossing?seed=3&duration=4s&size=320x180&fps=10";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3), Jitter = TimeSpan.FromMilliseconds(10), P95 = TimeSpan.FromMilliseconds(500);

    // Calls of the first need no core: a handful of cameras are too many for one lock. The second must keep every core at it.
    private static readonly (string Resource, string Use, int Cameras)[] Strains =
        [("lock", "strain_lock", 4), ("memory bandwidth", "strain_memory", 6 * Environment.ProcessorCount)];

    /// <summary>Runs all of them.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task<IReadOnlyList<StrainFinding>> RunAsync(CancellationToken stop)
    {
        await BenchClips.RenderAsync([Clip], stop);
        var folder = Directory.CreateTempSubdirectory("sluice-strain").FullName;
        try
        {
            var findings = new List<StrainFinding>();
            foreach (var (resource, use, cameras) in Strains) findings.Add(await RunAsync(resource, use, cameras, folder, stop));
            return findings;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private async Task<StrainFinding> RunAsync(string resource, string use, int cameras, string folder, CancellationToken stop)
    {
        say($"{resource}:");
        var graph = Path.Combine(folder, $"{use}.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            sources: [{ id: camera, uri: "{{BenchClips.PathOf(Clip)}}" }]
            stages: [{ id: strain, use: {{use}}, from: camera }]
            """, stop);
        var options = new CapacityOptions { Graph = graph, Sets = [], Clips = [Clip], P95 = P95, Window = window, WarmUp = WarmUp, Jitter = Jitter };
        using var ground = TrialGround.Prepare(options, static _ => { }, stop);
        var light = await ground.RunAsync(ground.Clips, 1, window.TotalSeconds, false, stop);
        var full = await ground.RunAsync(ground.Clips, cameras, window.TotalSeconds, false, stop);
        var signals = Saturation.Signals(full, light, Environment.ProcessorCount);
        return new(resource, full.Holds ? null : Saturation.LimitedBy(signals), light.Cameras, full.Cameras, full.Reasons, [.. signals.Where(signal => signal.Fires || signal.Resource == resource)]);
    }
}
