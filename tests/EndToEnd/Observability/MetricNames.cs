using System.Text.RegularExpressions;
using Sluice.Core.Telemetry;

namespace Sluice.EndToEnd.Tests.Observability;

/// <summary>Which metrics a text speaks of, and whether there are such.</summary>
internal static partial class MetricNames
{
    private static readonly HashSet<string> Known =
    [
        .. MetricTable.All.SelectMany(static m => m.Kind == MetricKind.Histogram ? new[] { m.Name + "_bucket", m.Name + "_sum", m.Name + "_count" } : [m.Name]),
    ];

    /// <summary>Names in an expression that the engine has no series for.</summary>
    public static IEnumerable<string> UnknownIn(string expression) => Name().Matches(expression).Select(static m => m.Value).Where(static name => !Known.Contains(name)).Distinct();

    [GeneratedRegex("sluice_[a-z0-9_]+")]
    private static partial Regex Name();
}
