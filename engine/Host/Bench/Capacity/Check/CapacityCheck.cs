namespace Sluice.Host.Bench.Capacity.Check;

/// <summary>Looks whether an answer can be trusted: its number of cameras must hold once more, for longer, and a fifth more must not.</summary>
/// <param name="claim">The answer.</param>
/// <param name="run">Runs a trial of so many cameras.</param>
/// <param name="isDisturbed">Whether other programs took much of the box during a trial.</param>
internal sealed class CapacityCheck(CapacityClaim claim, Func<int, Task<Trial>> run, Func<Trial, bool> isDisturbed)
{
    /// <summary>Checks it.</summary>
    public async Task<CapacityVerdict> RunAsync()
    {
        var within = claim.Cameras > 0 ? await run(claim.Cameras) : null;
        if (within is { Holds: false }) return new(isDisturbed(within) ? CapacityFinding.Disturbed : CapacityFinding.TooHigh, claim, within, null);
        if (claim.IsMost) return new(CapacityFinding.Holds, claim, within, null);
        var beyond = await run(claim.TooMany);
        return new(beyond.Holds ? CapacityFinding.TooLow : isDisturbed(beyond) ? CapacityFinding.Disturbed : CapacityFinding.Holds, claim, within, beyond);
    }

    /// <summary>Checks an answer on this box.</summary>
    /// <param name="claim">The answer.</param>
    /// <param name="asked">Graph, clips and whatever a result does not hold.</param>
    /// <param name="window">How long each number is measured; null for twice as long as it held.</param>
    /// <param name="say">Told a line at a time what goes on.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UsageException">Box, graph or clips are others.</exception>
    public static async Task<CapacityVerdict> RunAsync(CapacityClaim claim, CapacityOptions asked, TimeSpan? window, Action<string> say, CancellationToken stop)
    {
        var machine = Machine.Read();
        claim.MustBeOf(machine.Processor, machine.Cores);
        var options = claim.Options(asked, window);
        using var ground = TrialGround.Prepare(options, say, stop);
        claim.MustBeOf(ground.Graph.Revision, ground.Clips);
        return await new CapacityCheck(claim, count => ground.RunAsync(ground.Clips, count, options.Window.TotalSeconds, true, stop), trial => Saturation.IsDisturbed(trial, claim.Cores)).RunAsync();
    }
}
