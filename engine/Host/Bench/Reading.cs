using Sluice.Host.Output;

namespace Sluice.Host.Bench;

/// <summary>What one piece of work took.</summary>
/// <param name="Frames">Frames it went through.</param>
/// <param name="Usage">What the process took for it.</param>
internal sealed record Reading(int Frames, ProcessUsage Usage)
{
    /// <summary>CPU milliseconds a frame, over all threads.</summary>
    public double CpuMs => Usage.Cpu.TotalMilliseconds / Frames;

    /// <summary>Frames a second of wall time.</summary>
    public double Fps => Frames / Usage.Elapsed.TotalSeconds;

    /// <summary>Measures work on this thread.</summary>
    /// <param name="work">Does it and says how many frames it was.</param>
    public static Reading Of(Func<int> work)
    {
        var begun = ProcessUsage.Begin(TimeProvider.System);
        var frames = work();
        return new(frames, begun());
    }

    /// <summary>Measures work that other threads do.</summary>
    /// <param name="work">Does it and says how many frames it was.</param>
    public static async Task<Reading> OfAsync(Func<Task<int>> work)
    {
        var begun = ProcessUsage.Begin(TimeProvider.System);
        var frames = await work();
        return new(frames, begun());
    }
}
