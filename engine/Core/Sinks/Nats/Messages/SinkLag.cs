using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>Whether a sink gets rid of what it was given. Not thread-safe.</summary>
/// <param name="patience">How long it may make no progress.</param>
/// <param name="time">The clock.</param>
internal sealed class SinkLag(TimeSpan patience, TimeProvider time)
{
    private SinkCounts _counts;
    private long _progressAt = time.GetTimestamp();

    /// <summary>Whether it lags.</summary>
    public bool IsLagging { get; private set; }

    /// <summary>Takes a look.</summary>
    /// <returns>Whether that changed <see cref="IsLagging"/>.</returns>
    public bool Look(SinkCounts now)
    {
        var waiting = WaitingOf(now);
        if (waiting <= 0 || now.Acknowledged != _counts.Acknowledged) _progressAt = time.GetTimestamp();
        _counts = now;
        var lags = time.GetElapsedTime(_progressAt) >= patience;
        if (lags == IsLagging) return false;
        IsLagging = lags;
        return true;
    }

    /// <summary>It could not be told: the next look says it again.</summary>
    public void Untold() => IsLagging = !IsLagging;

    /// <summary>Writes it; docs/schemas/sluice.sink.v1.json.</summary>
    public void Write(Utf8JsonWriter json, MessageHead head, string stage, string use, DateTimeOffset at)
    {
        json.WriteStartObject();
        head.Write(json, "sluice.sink.v1"u8);
        json.WriteString("sink"u8, stage);
        json.WriteString("use"u8, use);
        json.WriteString("at"u8, at.UtcDateTime);
        json.WriteBoolean("lagging"u8, IsLagging);
        json.WriteNumber("waiting"u8, Math.Max(0, WaitingOf(_counts)));
        json.WriteNumber("spooled"u8, _counts.Spooled);
        json.WriteNumber("seconds"u8, Math.Round(time.GetElapsedTime(_progressAt).TotalSeconds, 1));
        json.WriteEndObject();
    }

    private static long WaitingOf(SinkCounts counts) => counts.Accepted - counts.Acknowledged - (counts.Dropped ?? 0);
}
