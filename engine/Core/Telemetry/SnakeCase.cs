using System.Collections.Concurrent;
using System.Text.Json;

namespace Sluice.Core.Telemetry;

/// <summary>The names that scripts and dashboards see: <c>awaiting_keyframe</c> for <c>AwaitingKeyframe</c>.</summary>
public static class SnakeCase
{
    private static readonly ConcurrentDictionary<Enum, string> Names = new();

    /// <summary>The public name of a value.</summary>
    /// <param name="value">A named value of any enumeration.</param>
    public static string Of(Enum value) => Names.GetOrAdd(value, static v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}
