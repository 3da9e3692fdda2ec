using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>How a stream is made; bounds of 0 or less are none.</summary>
internal sealed record StreamConfig
{
    /// <summary>Its name: no dots, blanks or wildcards.</summary>
    public required string Name { get; init; }

    /// <summary>What it keeps.</summary>
    public required ImmutableArray<string> Subjects { get; init; }

    /// <summary>Whether it lives in memory and not on disk.</summary>
    public bool InMemory { get; init; }

    /// <summary>Most bytes.</summary>
    public long MaxBytes { get; init; } = -1;

    /// <summary>Most messages.</summary>
    public long MaxMessages { get; init; } = -1;

    /// <summary>Most messages of one subject.</summary>
    public long MaxPerSubject { get; init; } = -1;

    /// <summary>How long messages are kept.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>Whether a full stream refuses what is new, and not lets go of what is old.</summary>
    public bool RefusesWhenFull { get; init; }

    /// <summary>How long message ids are remembered.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Copies in a cluster.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Whether it is a bucket of keys, with the settings that clients expect of one.</summary>
    public bool IsBucket { get; init; }

    /// <summary>Writes the JSON that creates it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.WriteStartArray("subjects"u8);
        foreach (var subject in Subjects) json.WriteStringValue(subject);
        json.WriteEndArray();
        json.WriteString("retention"u8, "limits");
        json.WriteString("storage"u8, InMemory ? "memory" : "file");
        json.WriteString("discard"u8, RefusesWhenFull || IsBucket ? "new" : "old");
        json.WriteNumber("max_bytes"u8, Bound(MaxBytes));
        json.WriteNumber("max_msgs"u8, Bound(MaxMessages));
        json.WriteNumber("max_msgs_per_subject"u8, Bound(MaxPerSubject));
        json.WriteNumber("max_age"u8, Nanoseconds(MaxAge));
        json.WriteNumber("duplicate_window"u8, Nanoseconds(MaxAge > TimeSpan.Zero && MaxAge < DuplicateWindow ? MaxAge : DuplicateWindow));
        json.WriteNumber("num_replicas"u8, Replicas);
        json.WriteBoolean("allow_direct"u8, true);
        if (IsBucket)
        {
            json.WriteBoolean("allow_rollup_hdrs"u8, true);
            json.WriteBoolean("deny_delete"u8, true);
        }

        json.WriteEndObject();
    }

    private static long Bound(long value) => value > 0 ? value : -1;

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
