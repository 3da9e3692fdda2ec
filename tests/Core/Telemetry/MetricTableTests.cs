using System.Text.RegularExpressions;
using Sluice.Core.Telemetry;

namespace Sluice.Tests.Telemetry;

public sealed class MetricTableTests
{
    public static TheoryData<string> Names { get; } = [.. MetricTable.All.Select(static m => m.Name)];

    [Fact]
    public void All_Names_AreUnique() => Assert.Equal(MetricTable.All.Length, MetricTable.All.Select(static m => m.Name).Distinct().Count());

    [Theory, MemberData(nameof(Names))]
    public void Metric_NameUnitAndLabels_FollowTheConventions(string name)
    {
        var metric = MetricTable.All.Single(m => m.Name == name);
        Assert.Matches("^sluice_[a-z0-9]+(_[a-z0-9]+)*$", name);
        Assert.Equal(metric.Kind == MetricKind.Counter, name.EndsWith("_total", StringComparison.Ordinal));
        Assert.Equal(metric.Unit == "s", Regex.IsMatch(name, "_seconds(_total)?$"));
        Assert.Equal(metric.Unit == "By", Regex.IsMatch(name, "_bytes(_total)?$"));
        Assert.EndsWith(".", metric.Help, StringComparison.Ordinal);
        Assert.All(metric.Labels, static label => Assert.Contains(label,
            new[] { "resource", "source", "stage", "edge", "sink", "model", "reason", "side", "outcome", "result", "state", "engine", "version", "use", "family", "sha256", "mode", "generation", "path", "gpu" }));
    }
}
