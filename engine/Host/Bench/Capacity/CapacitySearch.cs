namespace Sluice.Host.Bench.Capacity;

/// <summary>Looks for the largest number of cameras that holds: doubles until one doesn't, halves the gap, and confirms over the whole window.</summary>
/// <param name="run">Runs a trial: number of cameras, and whether it is the one that counts.</param>
/// <param name="most">Most cameras tried.</param>
/// <param name="guess">Where it begins; a good guess takes a few trials.</param>
internal sealed class CapacitySearch(Func<int, bool, Task<Trial>> run, int most, int guess = 1)
{
    private readonly List<Trial> _trials = [];

    /// <summary>Every trial made, in order.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Searches.</summary>
    /// <returns>The largest number that held over the whole window; 0 where not even one does.</returns>
    public async Task<int> RunAsync()
    {
        var (holds, fails) = (0, most + 1);
        for (var (count, step) = (Math.Clamp(guess, 1, most), guess > 1 ? 1 : 0); ; step *= 2)
        {
            // From one it doubles; from a guess it feels its way, and twice as far each time.
            var doesHold = await HoldsAsync(count, false);
            (holds, fails) = doesHold ? (count, fails) : (holds, count);
            if (fails - holds <= 1 || (holds > 0 && fails <= most)) break;
            count = step == 0 ? Math.Min(count * 2, most) : doesHold ? Math.Min(count + step, most) : Math.Max(count - step, 1);
        }

        while (fails - holds > 1)
        {
            var middle = holds + ((fails - holds) / 2);
            if (await HoldsAsync(middle, false)) holds = middle;
            else fails = middle;
        }

        // Short windows flatter: only what holds over the whole one is an answer.
        while (holds > 0 && !await HoldsAsync(holds, true)) holds--;
        return holds;
    }

    private async Task<bool> HoldsAsync(int count, bool counts)
    {
        var trial = await run(count, counts);
        _trials.Add(trial);
        return trial.Holds;
    }
}
