using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Runs trials, each in a process of its own, so that a crash or a lack of memory is a result and none leaves anything to the next.</summary>
/// <param name="rule">When to give up.</param>
/// <param name="cores">Cores it may use, from the first; null for all.</param>
/// <param name="memoryBytes">Memory it may have resident; null for nearly all there is.</param>
internal sealed class TrialProcess(CapacityRule rule, int? cores, long? memoryBytes = null)
{
    private const int LinesKept = 6, Killed = 137;
    private const double MostMemory = 0.95;

    /// <summary>The program and its arguments; it is given the trial as a line of JSON and answers with a line a reading.</summary>
    public string[] Program { get; init; } = ["dotnet", "exec", typeof(TrialProcess).Assembly.Location, "bench", "capacity", "--trial"];

    /// <summary>How long the first reading may take: models are loaded and cameras opened before.</summary>
    public TimeSpan FirstPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long each other may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs one.</summary>
    /// <param name="spec">What to do.</param>
    /// <param name="told">Told of each reading.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Trial> RunAsync(TrialSpec spec, Action<TrialTick> told, CancellationToken stop)
    {
        string[] command = cores is { } count ? ["taskset", "-c", string.Create(CultureInfo.InvariantCulture, $"0-{count - 1}"), .. Program] : Program;
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = new Queue<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data)) return;
            lock (errors)
            {
                errors.Enqueue(line.Data);
                if (errors.Count > LinesKept) errors.Dequeue();
            }
        };
        process.BeginErrorReadLine();
        await TellAsync(process, spec);
        var ticks = new List<TrialTick>();
        var end = await ReadAsync(process, spec, ticks, told, stop);
        await EndAsync(process);
        stop.ThrowIfCancellationRequested();
        if (end == TrialEnd.Done && (process.ExitCode != 0 || ticks.Count == 0)) end = process.ExitCode == Killed ? TrialEnd.OutOfMemory : ticks.Count == 0 && process.ExitCode == 0 ? TrialEnd.Stalled : TrialEnd.Crashed;
        if (end is TrialEnd.Done or TrialEnd.Aborted) return new(spec.Cameras.Length, end, ticks, null);
        lock (errors) return new(spec.Cameras.Length, end, ticks, rule.Standstill(ticks) ?? string.Join('\n', errors));
    }

    private static async Task TellAsync(Process process, TrialSpec spec)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(spec, TrialSpec.Form));
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended already; how shows below.
        }
    }

    private async Task<TrialEnd> ReadAsync(Process process, TrialSpec spec, List<TrialTick> ticks, Action<TrialTick> told, CancellationToken stop)
    {
        var most = memoryBytes ?? (long)(MostMemory * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        while (true)
        {
            string? line;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(ticks.Count == 0 ? FirstPatience : Patience);
            try
            {
                line = await process.StandardOutput.ReadLineAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return TrialEnd.Stalled;
            }

            if (line == null) return TrialEnd.Done;
            if (!line.StartsWith('{') || JsonSerializer.Deserialize<TrialTick>(line, TrialSpec.Form) is not { } tick) continue;
            ticks.Add(tick);
            told(tick);
            if (tick.ResidentBytes > most) return TrialEnd.OutOfMemory;
            if (rule.Standstill(ticks) != null) return TrialEnd.Stalled;
            if (rule.IsHopeless(tick, spec.Cameras)) return TrialEnd.Aborted;
        }
    }

    /// <summary>Asks it to end, and makes it.</summary>
    private async Task EndAsync(Process process)
    {
        try
        {
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
