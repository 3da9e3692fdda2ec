using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>What a server says of a stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Subjects">What it keeps.</param>
/// <param name="DuplicateWindow">How long message ids are remembered.</param>
/// <param name="Messages">Messages in it.</param>
/// <param name="FirstSequence">Place of the oldest.</param>
/// <param name="LastSequence">Place of the newest there ever was.</param>
internal sealed record StreamInfo(
    string Name, ImmutableArray<string> Subjects, TimeSpan DuplicateWindow, long Messages, long FirstSequence, long LastSequence)
{
    /// <summary>Reads an answer to STREAM.INFO or STREAM.CREATE.</summary>
    public static StreamInfo Parse(JsonElement root)
    {
        var (config, state) = (root.GetProperty("config"), root.GetProperty("state"));
        return new(
            config.GetProperty("name").GetString()!,
            config.TryGetProperty("subjects", out var subjects) && subjects.ValueKind == JsonValueKind.Array
                ? [.. subjects.EnumerateArray().Select(static s => s.GetString()!)]
                : [],
            TimeSpan.FromTicks((config.TryGetProperty("duplicate_window", out var window) ? window.GetInt64() : 0) / TimeSpan.NanosecondsPerTick),
            state.GetProperty("messages").GetInt64(),
            state.GetProperty("first_seq").GetInt64(),
            state.GetProperty("last_seq").GetInt64());
    }
}
