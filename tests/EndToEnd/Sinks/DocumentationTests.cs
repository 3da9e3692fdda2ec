using System.Text.RegularExpressions;
using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks;

/// <summary>The SQL of docs/clickhouse.md, run over rows.</summary>
internal static partial class DocumentationTests
{
    /// <summary>Runs every example: each must be understood and answer something.</summary>
    public static async Task CheckAsync(string url)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "clickhouse.md"));
        var examples = SqlBlock().Matches(text).SelectMany(block => block.Groups[1].Value.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        Assert.True(examples.Length >= 10, $"only {examples.Length} examples");
        var endpoint = ClickHouseEndpoint.Parse(url);
        using var client = new ClickHouseClient(endpoint, endpoint.Database, TimeSpan.FromSeconds(30));
        foreach (var example in examples)
        {
            var answer = await client.ExecuteAsync(example, default);
            Assert.True(answer.Length > 0, $"no rows: {example}");
        }
    }

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
