namespace Sluice.Host.Bench.Capacity;

/// <summary>What memory and a core do just now, each by its own measure.</summary>
internal sealed class SpeedProbes
{
    private readonly CopyProbe _copy = new();
    private readonly CoreProbe _core = new();

    /// <summary>Gigabytes a second of CPU that a copy beyond the caches reaches.</summary>
    public double Memory() => _copy.Measure();

    /// <summary>Millions of steps a second of CPU that need no memory.</summary>
    public double Core() => _core.Measure();
}
