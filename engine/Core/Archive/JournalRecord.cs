using System.Text.Json.Serialization;

namespace Sluice.Core.Archive;

/// <summary>A line of the journal. <c>keep</c> and <c>evict</c> say what is about to be done, <c>kept</c> and <c>evicted</c> that it was.</summary>
internal sealed record JournalRecord
{
    public const string Keep = "keep", Kept = "kept", Evict = "evict", Evicted = "evicted";

    [JsonPropertyName("op")]
    public required string Op { get; init; }

    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("captured_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CapturedAt { get; init; }

    [JsonPropertyName("at")]
    public DateTimeOffset At { get; init; }

    /// <summary>Bytes by ending.</summary>
    [JsonPropertyName("files"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, long>? Files { get; init; }

    [JsonPropertyName("loss"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Loss { get; init; }

    [JsonPropertyName("pinned"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPinned { get; init; }

    /// <summary>Why it goes: <c>quota</c>, <c>age</c>, <c>gone</c>.</summary>
    [JsonPropertyName("why"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}
