using System.Collections.Immutable;
using System.Globalization;
using Sluice.Native.Nvml;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Which resource was spent first. Each is judged by two signs that are measured apart from each other: how busy it is, and what piles
/// up in front of it.</summary>
internal static class Saturation
{
    /// <summary>What other programs take; a figure found beside them is too low.</summary>
    public const string Others = "other work on this box";

    // What stages share: where one of these is spent the stages that wait for it look busy too.
    private static readonly string[] Causes = ["lock", "memory bandwidth", "garbage collector", "GPU"];

    /// <summary>Reads the signs of a trial that did not hold, or of the largest there was.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="light">The one with the fewest cameras, which had room.</param>
    /// <param name="cores">Cores it could use.</param>
    /// <returns>The signs, two a resource, those of the likeliest resource first.</returns>
    public static ImmutableArray<ResourceSignal> Signals(Trial trial, Trial light, double cores)
    {
        if (trial.Last is not { } last || light.Last is not { } first) return [];
        var signals = new List<ResourceSignal>();
        var arrived = (double)Math.Max(1, last.Sources.Sum(static s => s.Arrived));
        var machine = last.MachineSeconds / last.At / Environment.ProcessorCount;
        var whole = Math.Max(machine, last.CpuSeconds / last.At / cores);
        Add(Others, "cores that other programs and other guests of the host took, of all", (last.MachineSeconds - last.CpuSeconds) / last.At / Environment.ProcessorCount, 0.15);
        Add(Others, "the machine's cores in use, of all", machine, 0.85);
        var decode = (last.Cpu.GetValueOrDefault("decode") + last.Cpu.GetValueOrDefault("read")) / Math.Max(1e-9, last.CpuSeconds);
        Add("decode", "share of the engine's CPU time, where no core is free", Full(whole) * decode, 0.4);
        Add("decode", "frames lost in front of the decoders", last.Sources.Sum(static s => s.LostAtDecoder) / arrived, 0.005);
        foreach (var stage in last.Stages)
        {
            var resource = stage.Pending != null ? $"sink: {stage.Id}" : StageKinds.IsModel(stage.Use) ? $"inference: {stage.Id}" : $"stage: {stage.Id}";
            Add(resource, "time its calls run, of what they could; or its share of CPU time where no core is free", Math.Max(stage.Busy / last.At / stage.Runs / 0.9, Full(whole) * last.Cpu.GetValueOrDefault(stage.Id) / last.CpuSeconds / 0.4), 1);
            Add(resource, "frames lost in front of it, or room taken in its queues", Math.Max(stage.Lost / arrived / 0.005, Waiting(trial, stage.Id)), 1);
            if (stage.Pending is not { } pending) continue;
            Add(resource, "rows accepted and not acknowledged, in seconds of its input", pending * last.At / Math.Max(1, stage.In), 5);
        }

        // Threads that wait for each other ask for no core: neither use one nor stand in line for one, whatever else runs on the box.
        Add("lock", "threads that wait for a lock, on average", last.LockWaitSeconds / last.At, 0.5);
        Add("lock", "cores its threads did not ask for, of all, while frames are late", trial.Holds ? 0 : Math.Max(0, 1 - ((last.CpuSeconds + last.WaitedSeconds) / last.At / cores)), 0.3);

        // A second thread on the same core, a lower clock or a busy host slow everything down; what is the memory's goes beyond that.
        var slower = Slower(trial, light, static tick => tick.CoreSpeed);
        Add("memory bandwidth", "a copy beyond the caches is slower than with few cameras, beyond what arithmetic is, by", 1 - Math.Min(1, slower / Slower(trial, light, static tick => tick.CopyGigabytesASecond)), 0.3);
        Add("memory bandwidth", "CPU time a frame is longer than with few cameras, beyond what arithmetic is, by", (PerFrame(last) / Math.Max(1e-9, PerFrame(first)) / slower) - 1, 0.3);
        for (var gpu = 0; gpu < last.Gpus.Length; gpu++)
        {
            AddGpu(gpu, "compute", "a model's calls take longer than with few cameras, by", static r => r.Compute, CallSeconds(last) / Math.Max(1e-9, CallSeconds(first)) - 1, 0.5);
            AddGpu(gpu, "memory bandwidth", "a model's calls take longer than with few cameras, by", static r => r.Memory, CallSeconds(last) / Math.Max(1e-9, CallSeconds(first)) - 1, 0.5);
            AddGpu(gpu, "video decoders", "frames lost in front of the decoders", static r => r.Decoder, last.Sources.Sum(static s => s.LostAtDecoder) / arrived, 0.005);
            AddGpu(gpu, "video encoders", "frames lost in front of outputs of video", static r => r.Encoder, last.Stages.Where(static s => s.Use is "video").Sum(static s => s.Lost) / arrived, 0.005);
        }

        Add("garbage collector", "time all threads stood still", last.GcPauseSeconds / last.At, 0.02);
        Add("garbage collector", "longest rise of resident memory, of what it began with", trial.Ticks[^1].ResidentBytes / (double)Math.Max(1, trial.Ticks[0].ResidentBytes) - 1, 0.5);
        return [.. signals.GroupBy(static s => s.Resource).OrderByDescending(static group => group.Count(static s => s.Fires))
            .ThenByDescending(static group => Causes.Any(cause => group.Key.StartsWith(cause, StringComparison.Ordinal))).ThenByDescending(static group => group.Sum(static s => Math.Clamp(s.Value / s.Limit, 0, 2)))
            .SelectMany(static group => group)];

        void AddGpu(int gpu, string engine, string what, Func<GpuReading, double?> of, double value, double limit)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"GPU {gpu}: {engine}");
            if (trial.Ticks.Average(tick => gpu < tick.Gpus.Length ? of(tick.Gpus[gpu]) : null) is not { } busy) return;
            Add(name, "use over the window, by the driver", busy, 0.9);
            Add(name, what, value, limit);
        }

        void Add(string resource, string what, double value, double limit) => signals.Add(new(resource, what, Math.Round(value, 4), limit));
    }

    /// <summary>Names the resource that was spent: the first that has two signs.</summary>
    /// <param name="signals">The signs, as <see cref="Signals"/> orders them.</param>
    /// <returns>Null where none has two.</returns>
    public static string? LimitedBy(ImmutableArray<ResourceSignal> signals)
        => signals.GroupBy(static s => s.Resource).FirstOrDefault(static group => group.Count(static s => s.Fires) >= 2)?.Key;

    /// <summary>Whether other programs took so much of the box during a trial that an idle one would hold more.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="cores">Cores it could use.</param>
    public static bool IsDisturbed(Trial trial, double cores) => IsDisturbed(Signals(trial, trial, cores));

    /// <summary>The same by signs that were read.</summary>
    /// <param name="signals">Of the trial.</param>
    public static bool IsDisturbed(ImmutableArray<ResourceSignal> signals) => signals.Count(static signal => signal is { Resource: Others, Fires: true }) >= 2;

    private static double Full(double share) => share >= 0.85 ? 1 : 0;

    private static double CallSeconds(TrialTick tick) => tick.Stages.Where(static s => StageKinds.IsModel(s.Use)).Sum(static s => s.Busy / Math.Max(1, s.In));

    // Of those that got through: one that is let go costs next to nothing.
    private static double PerFrame(TrialTick tick) => tick.CpuSeconds / Math.Max(1, tick.Sources.Sum(static s => s.Delivered));

    // How much longer something takes than with few cameras; 1 where it was not measured.
    private static double Slower(Trial trial, Trial light, Func<TrialTick, double> speed) => trial.Median(speed) is { } now && light.Median(speed) is { } then ? then / now : 1;

    private static double Waiting(Trial trial, string stage) => trial.Ticks.Average(tick => tick.Stages.First(s => s.Id == stage) is { Room: > 0 } s ? s.Queued / (double)s.Room : 0) / 0.8;
}
