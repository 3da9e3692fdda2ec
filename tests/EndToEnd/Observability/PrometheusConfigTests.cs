using System.Text.RegularExpressions;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Observability;

public sealed partial class PrometheusConfigTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "config", "prometheus");

    [ServerFact("promtool")]
    public async Task Config_Shipped_IsSound()
    {
        var (exit, output) = await Promtool.RunAsync("", "check", "config", "prometheus.yml");
        Assert.True(exit == 0, output);
    }

    [ServerFact("promtool")]
    public async Task Rules_UnitTests_Pass()
    {
        var (exit, output) = await Promtool.RunAsync("", "test", "rules", "rules.test.yml");
        Assert.True(exit == 0, output);
    }

    [ServerFact("promtool")]
    public async Task Rules_UnitTestsWithAnotherThreshold_Fail()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-rules");
        try
        {
            var rules = await File.ReadAllTextAsync(Path.Combine(Folder, "rules.yml"));
            var changed = rules.Replace("sluice_sink_spool_limit_bytes > 0.8", "sluice_sink_spool_limit_bytes > 8", StringComparison.Ordinal);
            Assert.NotEqual(rules, changed);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yml"), changed);
            File.Copy(Path.Combine(Folder, "rules.test.yml"), Path.Combine(folder.FullName, "rules.test.yml"));
            Assert.Equal(1, (await Promtool.RunAsync("", "test", "rules", Path.Combine(folder.FullName, "rules.test.yml"))).ExitCode);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Rules_EveryAlert_HasATestInWhichItFiresAndOneInWhichItDoesNot()
    {
        var alerts = Alert().Matches(File.ReadAllText(Path.Combine(Folder, "rules.yml"))).Select(static m => m.Groups[1].Value).ToList();
        var tests = File.ReadAllText(Path.Combine(Folder, "rules.test.yml"));
        Assert.True(alerts.Count >= 14);
        foreach (var alert in alerts)
        {
            Assert.Contains($"alertname: {alert}, exp_alerts: []", tests, StringComparison.Ordinal);
            Assert.True(Regex.IsMatch(tests, $@"alertname: {alert}\n\s+exp_alerts:\n\s+- ") || tests.Contains($"alertname=\"{alert}\", alertstate=\"firing\"", StringComparison.Ordinal), $"no test lets {alert} fire");
        }
    }

    [Fact]
    public void Rules_Metrics_AreThoseOfTheEngine()
        => Assert.Empty(File.ReadLines(Path.Combine(Folder, "rules.yml")).Where(static line => line.Contains("expr:", StringComparison.Ordinal)).SelectMany(MetricNames.UnknownIn));

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();
}
