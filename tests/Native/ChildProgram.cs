using System.Diagnostics;

namespace Sluice.Native.Tests;

/// <summary>Runs <see cref="Program"/> in a process of its own.</summary>
internal static class ChildProgram
{
    /// <summary>Runs it to its end, or ends it when that takes too long.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="arguments">What it shall do.</param>
    /// <returns>Its exit code, null where it was ended; what it wrote until then, where it was not.</returns>
    public static async Task<(int? Code, string Output, string Error)> RunAsync(TimeSpan patience, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var end = new CancellationTokenSource(patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
        try
        {
            await process.WaitForExitAsync(end.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return (null, "", $"not done within {patience.TotalMinutes:0} minutes");
        }
    }
}
