using System.Globalization;
using Sluice.Core.Config;
using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>
/// What more sources cost: the same number of frames a second over all from 1, 2, 4, ... sources, so that nothing else changes, each in a
/// process of its own; and what a long run does to memory.
/// </summary>
/// <param name="options">What to find out.</param>
/// <param name="say">Told a line at a time what goes on.</param>
internal sealed class ScalingBench(ScalingOptions options, Action<string> say)
{
    private const double MostPhase = 2, Jitter = 0.005, MostWarmUp = 5, WarmUpShare = 0.25;

    // Other work may keep a soak from its cores for a while; that ends a trial, and no soak.
    private static readonly TimeSpan SoakPatience = TimeSpan.FromMinutes(5);
    private static readonly CapacityRule Endless = new(SoakPatience, 0, 1);

    // Nothing is asked of a trial but to run to its end: what got through is reported.
    private static readonly CapacityRule Any = new(TimeSpan.FromSeconds(10), 0, 1);

    /// <summary>Measures.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task<ScalingResult> RunAsync(CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("sluice-scaling").FullName;
        try
        {
            var graph = GraphOpener.Load(options.Graph, GraphOpener.Catalog(options.Graph, new() { Sets = options.Sets }), new() { Sets = options.Sets, MayHaveNoSources = true });
            var load = new CameraLoad(new() { Graph = options.Graph, Sets = options.Sets, Clips = options.Clips }, graph, scratch);
            var machine = Machine.Read();
            var trials = new Dictionary<int, List<Trial>>();
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var count in Counts())
                {
                    var trial = await TrialAsync(load, ClipsOf(count, scratch, stop), count, options.Window, new TrialProcess(Any, null), static _ => { }, stop);
                    if (!trials.TryGetValue(count, out var all)) trials[count] = all = [];
                    all.Add(trial);
                    say(Describe(trial));
                }
            }

            var soak = options.Soak > TimeSpan.Zero ? await SoakAsync(load, scratch, stop) : null;
            return new([.. trials.Select(one => PointOf(one.Key, one.Value))], soak?.Ticks ?? [], soak is { End: not TrialEnd.Done } ? $"{soak.EndName}: {soak.Error}" : null,
                ClipsOf(1, scratch, stop), options, machine);
        }
        finally
        {
            Directory.Delete(scratch, true);
        }
    }

    /// <summary>Takes a number's trials together.</summary>
    internal static ScalingPoint PointOf(int count, IReadOnlyList<Trial> trials)
    {
        var (cpu, memory, delivered, others) = (new Readings(), new Readings(), 1.0, 0.0);
        foreach (var trial in trials)
        {
            if (trial is not { End: TrialEnd.Done, Last: { } last })
            {
                delivered = 0;
                continue;
            }

            var through = last.Sources.Sum(static s => s.Delivered);
            cpu.Add((last.CpuSeconds - last.Cpu.GetValueOrDefault("jit")) * 1000 / Math.Max(1, through));
            Readings resident = [.. trial.Ticks.Select(static t => (double)t.ResidentBytes)];
            memory.Add(resident.Median);
            delivered = Math.Min(delivered, through / (double)Math.Max(1, last.Sources.Sum(static s => s.Delivered + s.Lost)));
            others = Math.Max(others, (last.MachineSeconds - last.CpuSeconds) / last.At);
        }

        return new(count, cpu, memory, delivered, others);
    }

    private IEnumerable<int> Counts()
    {
        var count = 1;
        for (; count < options.Most; count *= 2) yield return count;
        yield return options.Most;
    }

    private List<CameraClip> ClipsOf(int count, string scratch, CancellationToken stop)
        => [.. options.Clips.Select(clip => CameraClip.Prepare(clip, options.Rate / count, scratch, stop))];

    private async Task<Trial> TrialAsync(CameraLoad load, List<CameraClip> clips, int count, TimeSpan window, TrialProcess process, Action<TrialTick> told, CancellationToken stop)
    {
        await using var cameras = await load.StartAsync(clips, count, Math.Min(MostPhase, window.TotalSeconds / 4), stop);
        var spec = new TrialSpec(Path.GetFullPath(options.Graph), options.Sets, cameras.Cameras, Jitter, Math.Min(MostWarmUp, window.TotalSeconds * WarmUpShare), window.TotalSeconds, load.NextScratch());
        return await process.RunAsync(spec, told, stop);
    }

    private async Task<Trial> SoakAsync(CameraLoad load, string scratch, CancellationToken stop)
    {
        const int Minute = 60;
        say(Text($"soak: {options.SoakSources} sources for {Units.Duration(options.Soak)}"));
        var next = Minute;
        return await TrialAsync(load, ClipsOf(options.SoakSources, scratch, stop), options.SoakSources, options.Soak, new TrialProcess(Endless, null) { Patience = SoakPatience }, Told, stop);

        void Told(TrialTick tick)
        {
            if (tick.At < next) return;
            next += Minute;
            say(Text($"  {tick.At / Minute:0} min: {tick.ResidentBytes / 1048576.0:0} MiB, {tick.Sources.Sum(static s => s.Delivered)} frames"));
        }
    }

    private static string Describe(Trial trial)
    {
        var point = PointOf(trial.Cameras, [trial]);
        return trial.End == TrialEnd.Done
            ? Text($"{point.Sources,4} sources: {point.CpuMsAFrame.Median:0.00} ms CPU a frame, {point.ResidentBytes.Median / 1048576:0} MiB, {point.Delivered:0.0 %} got through{(point.OtherCores > 0.3 ? Text($"; other programs took {point.OtherCores:0.0} cores") : "")}")
            : Text($"{trial.Cameras,4} sources: {trial.EndName}: {trial.Error}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
