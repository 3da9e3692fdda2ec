using Sluice.Core.Telemetry;

namespace Sluice.Tests.Telemetry;

public sealed class MetricDocsTests
{
    private const string Begin = "checked against the code by a test -->\n", End = "\n<!-- /metrics -->";

    [Fact]
    public void Docs_TableOfMetrics_IsThatOfTheCode()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"));
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var written = page[from..page.IndexOf(End, StringComparison.Ordinal)];
        var lines = MetricTable.All.Select(static m => $"| `{m.Name}` | {SnakeCase.Of(m.Kind)} | {string.Join(", ", m.Labels)} | {m.Help} |");
        var right = string.Join('\n', lines.Prepend("| --- | --- | --- | --- |").Prepend("| metric | kind | labels | says |"));

        // The right one is at hand for whoever changed the code.
        if (written != right) File.WriteAllText(Path.Combine(Path.GetTempPath(), "sluice-metrics-table.md"), right);
        Assert.True(written == right, $"docs/metrics.md: put {Path.GetTempPath()}sluice-metrics-table.md between the marks");
    }
}
