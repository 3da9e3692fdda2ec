using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Observability;

[Collection(ObservedCollection.Name)]
public sealed partial class DashboardTests(ObservedRun run)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "config", "grafana");

    private static readonly string[] Files = [.. Directory.GetFiles(Path.Combine(Folder, "dashboards"), "*.json").Select(static f => Path.GetFileName(f)).Order()];

    public static TheoryData<string> Dashboards { get; } = [.. Files];

    [Theory, MemberData(nameof(Dashboards))]
    public void Dashboard_EveryPanel_SaysWhatItShowsInWhatUnit(string file)
    {
        var board = Read(file);
        Assert.Equal($"sluice-{Path.GetFileNameWithoutExtension(file)}", board.GetProperty("uid").GetString());
        var ids = new HashSet<int>();
        foreach (var panel in board.GetProperty("panels").EnumerateArray())
        {
            Assert.True(ids.Add(panel.GetProperty("id").GetInt32()));
            if (panel.GetProperty("type").GetString() == "row") continue;
            Assert.EndsWith(".", panel.GetProperty("description").GetString(), StringComparison.Ordinal);
            var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.NotEqual("", defaults.GetProperty("unit").GetString());
            Assert.True(defaults.GetProperty("thresholds").GetProperty("steps").GetArrayLength() > 0);
            Assert.InRange(panel.GetProperty("gridPos").GetProperty("x").GetInt32() + panel.GetProperty("gridPos").GetProperty("w").GetInt32(), 1, 24);
        }
    }

    [Theory, MemberData(nameof(Dashboards))]
    public void Dashboard_Metrics_AreThoseOfTheEngine(string file)
        => Assert.Empty(QueriesOf(file).Where(static q => !q.IsSql).SelectMany(static q => MetricNames.UnknownIn(q.Text)));

    [ServerTheory("prometheus"), MemberData(nameof(Dashboards))]
    public async Task Dashboard_EveryQuery_AnswersWithoutAnError(string file)
    {
        await run.StartAsync();
        var faults = new List<string>();
        foreach (var query in QueriesOf(file))
        {
            var text = Fill(query.Text, query.IsSql);
            Assert.False(Variable().IsMatch(text), $"{query.Panel}: {text}");
            if (query.IsSql)
            {
                var (rows, error) = await run.AskStoreAsync(text);
                if (error != null) faults.Add($"{query.Panel}: {error}");
                else if (rows == 0 && query.Panel != "Tracks") faults.Add($"{query.Panel}: no row, though there is data: {text}");
            }
            else
            {
                var answer = await run.AskPrometheusAsync(text);
                if (answer.GetProperty("status").GetString() != "success") faults.Add($"{query.Panel}: {answer.GetRawText()} of {text}");
                else if (answer.GetProperty("data").GetProperty("result").GetArrayLength() == 0 && !MayBeEmpty(text)) faults.Add($"{query.Panel}: no series: {text}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [ServerFact("node")]
    public async Task Dashboards_MadeAnew_AreWhatIsShipped()
    {
        var made = Directory.CreateTempSubdirectory("sluice-dashboards");
        try
        {
            using var node = Process.Start("node", [Path.Combine(Folder, "make-dashboards.mjs"), made.FullName]);
            await node.WaitForExitAsync();
            foreach (var file in Files)
                Assert.Equal(await File.ReadAllTextAsync(Path.Combine(made.FullName, file)), await File.ReadAllTextAsync(Path.Combine(Folder, "dashboards", file)));
            Assert.Equal(Files.Length, made.GetFiles().Length);
        }
        finally
        {
            made.Delete(true);
        }
    }

    // What only shows when something is wrong, paused, or over a longer time than the test runs; and what a recording has none of.
    private static bool MayBeEmpty(string expression) => Regex.IsMatch(expression,
        "ALERTS|gate|spool|drop|hung|reconnects_total|lost_packets|decode_errors|model_renewals|slope|deriv|latency_seconds:p95|state=\"(?!running)|sluice_source_live == 1");

    private static JsonElement Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboards", file)));
        return json.RootElement.Clone();
    }

    private static IEnumerable<(string Panel, string Text, bool IsSql)> QueriesOf(string file)
    {
        foreach (var panel in Read(file).GetProperty("panels").EnumerateArray())
        {
            if (!panel.TryGetProperty("targets", out var targets)) continue;
            foreach (var target in targets.EnumerateArray())
            {
                var isSql = target.TryGetProperty("rawSql", out var sql);
                yield return (panel.GetProperty("title").GetString()!, (isSql ? sql : target.GetProperty("expr")).GetString()!, isSql);
            }
        }
    }

    // What Grafana and its data sources put in place of variables and macros, over the last hour.
    private string Fill(string text, bool isSql)
    {
        if (isSql)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            text = Regex.Replace(text, @"\$__timeFilter\((\w+)\)", m => string.Create(CultureInfo.InvariantCulture, $"{m.Groups[1]} >= toDateTime({now - 3600}) AND {m.Groups[1]} <= toDateTime({now + 60})"));
            text = Regex.Replace(text, @"\$__timeInterval\((\w+)\)", "toStartOfInterval(toDateTime($1), INTERVAL 10 second)");
            text = text.Replace("$__interval_s", "10", StringComparison.Ordinal);
        }

        return text.Replace("$__rate_interval", "15s", StringComparison.Ordinal).Replace("$__range", "1m", StringComparison.Ordinal)
            .Replace("${engine}", "observed", StringComparison.Ordinal).Replace("${source}", "crossing", StringComparison.Ordinal)
            .Replace("$instance", run.Instance, StringComparison.Ordinal).Replace("$source", "crossing", StringComparison.Ordinal).Replace("[5m]", "[15s]", StringComparison.Ordinal).Replace("[1m]", "[15s]", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\w|\$\{")]
    private static partial Regex Variable();
}
