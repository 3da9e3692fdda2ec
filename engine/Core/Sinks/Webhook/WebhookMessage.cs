using System.Globalization;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Something to tell, before it has a form.</summary>
internal sealed record WebhookMessage
{
    /// <summary>Names of what may be filled into a text, in the order documents list them.</summary>
    public static readonly string[] Places =
    [
        "engine", "source", "topic", "kind", "place", "label", "track", "direction", "state", "previous", "reason", "score", "frame", "id", "at", "uri", "suppressed",
    ];

    /// <summary><c>event</c>, <c>keyframe</c> or <c>state</c>.</summary>
    public required string Topic { get; init; }

    /// <summary>What happened: an event's kind; else the topic, or the state.</summary>
    public required string Kind { get; init; }

    /// <summary>The engine's name.</summary>
    public required string Engine { get; init; }

    /// <summary>The source's id.</summary>
    public required string Source { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many like it came since the last one that was told.</summary>
    public long Suppressed { get; init; }

    /// <summary>What else is known, by name; what is not known is not there.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The JSON object of what it is about, as other sinks write it; empty for states.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    /// <summary>What is filled in for a place; empty for what is not known.</summary>
    public string ValueOf(string place) => place switch
    {
        "engine" => Engine,
        "source" => Source,
        "topic" => Topic,
        "kind" => Kind,
        "at" => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "suppressed" => Suppressed.ToString(CultureInfo.InvariantCulture),
        _ => Facts.GetValueOrDefault(place, ""),
    };

    /// <summary>It in words, where the graph has none of its own.</summary>
    public string Words()
    {
        var words = Topic switch
        {
            "state" => $"{Source}: {Kind}{Known(", was ", "previous")}{Known(" (", "reason", ")")}",
            "keyframe" => $"{Source}: keyframe {ValueOf("frame")}{Known(", score ", "score")}{Known(" ", "uri")}",
            _ => $"{Source}: {Kind}{Known(" at ", "place")}{Known(": ", "label")}{Known(" #", "track")}{Known(" going ", "direction")}{Known(" (", "reason", ")")}",
        };
        var more = Suppressed > 0 ? $" (and {Suppressed} more before)" : "";
        return $"{words}{more} [{Engine}, {ValueOf("at")}]";
    }

    private string Known(string before, string place, string after = "") => ValueOf(place) is { Length: > 0 } value ? before + value + after : "";
}
