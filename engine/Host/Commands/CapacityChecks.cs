using System.Globalization;
using System.Text.Json;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Capacity.Check;
using Sluice.Host.Bench.Capacity.Strain;

namespace Sluice.Host.Commands;

/// <summary>What <c>sluice bench capacity</c> does with <c>--check</c> and <c>--self-check</c>: says whether its answers can be trusted.</summary>
internal static class CapacityChecks
{
    private static readonly TimeSpan StrainWindow = TimeSpan.FromSeconds(12);

    /// <summary>Checks an answer and prints the verdict.</summary>
    public static async Task<int> RunAsync(CapacityClaim claim, CapacityOptions asked, TimeSpan? window, bool json, CancellationToken stop)
    {
        var verdict = await CapacityCheck.RunAsync(claim, asked, window, Console.Error.WriteLine, stop);
        Console.WriteLine(json ? verdict.Json() : verdict.Sentence);
        return verdict.Finding == CapacityFinding.Holds ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Spends resources on purpose and prints whether each was named.</summary>
    public static async Task<int> StrainAsync(TimeSpan? window, bool json, CancellationToken stop)
    {
        var findings = await new StrainCheck(window ?? StrainWindow, Console.Error.WriteLine).RunAsync(stop);
        if (json) Console.WriteLine(JsonSerializer.Serialize(findings, TrialSpec.Form));
        else foreach (var finding in findings) Print(finding);
        return findings.All(static finding => finding.IsFound || !finding.IsSpent) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Words(StrainFinding finding) => finding switch
    {
        { IsFound: true } => "named",
        { IsSpent: false } => "could not be spent on this box: no sign of it",
        { Named: { } other } => $"NOT named, but '{other}'",
        _ => "NOT named",
    };

    private static void Print(StrainFinding finding)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{finding.Resource}: {Words(finding)} ({finding.FullCameras} cameras against {finding.LightCameras})"));
        foreach (var signal in finding.Signals)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(signal.Fires ? "fires" : "     ")}  {signal.Resource}: {signal.Signal}: {signal.Value:0.###} (from {signal.Limit:0.###})"));
    }
}
