using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Host.Bench.Peers;

/// <summary>A script of <c>bench/peers</c> that does the engine's job with other tools.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Programs">Programs that may run it, the preferred first.</param>
/// <param name="File">Its file.</param>
/// <param name="Threads">Threads it may use, where it lets that be chosen.</param>
internal sealed record PeerScript(string Name, string[] Programs, string File, int Threads)
{
    // What the scripts exit with when a tool they stand on is not here.
    private const int Absent = 3;

    /// <summary>Runs it.</summary>
    /// <param name="job">What to do; its form is in <c>bench/README.md</c>.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="PeerAbsentException">A tool it stands on is not here.</exception>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<PeerResult> RunAsync(Dictionary<string, object> job, CancellationToken stop)
    {
        job["threads"] = Threads;
        var missing = "";
        foreach (var program in Programs)
        {
            using var process = new Process
            {
                StartInfo = new ProcessStartInfo(program, [File, JsonSerializer.Serialize(job)]) { RedirectStandardOutput = true, RedirectStandardError = true },
            };
            try
            {
                process.Start();
            }
            catch (System.ComponentModel.Win32Exception fault)
            {
                missing = $"{program}: {fault.Message}";
                continue;
            }

            try
            {
                var said = process.StandardError.ReadToEndAsync(stop);
                var answer = await process.StandardOutput.ReadToEndAsync(stop);
                await process.WaitForExitAsync(stop);
                if (process.ExitCode == 0)
                    return JsonSerializer.Deserialize<PeerResult>(answer, PeerResult.Form) ?? throw new InvalidOperationException($"{Name} said nothing.");
                missing = (await said).Trim();
                if (process.ExitCode != Absent) throw new InvalidOperationException($"{Name} failed: {missing}");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }

        throw new PeerAbsentException(missing);
    }
}
