using Sluice.Native.Nvml;

namespace Sluice.Host.Bench.Capacity;

/// <summary>What a trial's engine had done at one moment, counted from the start of the window.</summary>
/// <param name="At">Seconds since the window began.</param>
/// <param name="CpuSeconds">CPU time of the process and its children.</param>
/// <param name="Cpu">CPU seconds by kind of thread: <c>read</c>, <c>decode</c>, a stage's id, <c>pool</c>, <c>jit</c>, <c>children</c>, <c>other</c>.</param>
/// <param name="MachineSeconds">CPU seconds the whole machine was busy for, with what other programs and other guests of its host took.</param>
/// <param name="ResidentBytes">Resident memory of the process.</param>
/// <param name="Latency">Mean seconds from arrival to end of what ended since the last tick; null where nothing did.</param>
/// <param name="LatencyP95">95 of 100 of them took less; null where nothing ended.</param>
/// <param name="LockWaitSeconds">Time threads waited for locks, over all of them.</param>
/// <param name="GcPauseSeconds">Time all threads stood still for the garbage collector.</param>
/// <param name="CopyGigabytesASecond">What a copy between two buffers larger than the cache reached just now, per second of CPU.</param>
/// <param name="Sources">The cameras.</param>
/// <param name="Stages">The stages.</param>
internal sealed record TrialTick(double At, double CpuSeconds, Dictionary<string, double> Cpu, double MachineSeconds, long ResidentBytes, double? Latency, double? LatencyP95,
    double LockWaitSeconds, double GcPauseSeconds, double CopyGigabytesASecond, TrialSource[] Sources, TrialStage[] Stages)
{
    /// <summary>Seconds that threads of the process were ready to run and had no core, over all of them.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>CPU seconds that a virtual machine's host gave to others while it had work, over all cores; 0 outside one.</summary>
    public double StolenSeconds { get; init; }

    /// <summary>What a core computes just now within its registers, in millions of steps a second of CPU; 0 where it was not measured.</summary>
    public double CoreSpeed { get; init; }

    /// <summary>How busy the GPUs were; empty where there are none.</summary>
    public GpuReading[] Gpus { get; init; } = [];
}
