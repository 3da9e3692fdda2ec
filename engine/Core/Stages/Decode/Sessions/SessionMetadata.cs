using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>
/// Reads what a session's JSON files say: <c>started_at</c>, when its first recording began, and <c>files</c>, what it should hold:
/// <c>[{"name": "cam.mp4", "bytes": 123, "sha256": "..."}]</c>, bytes and sha256 each if known. Other keys are the recorder's own.
/// </summary>
internal static class SessionMetadata
{
    private const long MostBytes = 16 << 20;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    /// <summary>Reads and checks all of it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="stop">Gives up between two reads.</param>
    /// <returns>When it began; null where nothing says so.</returns>
    /// <exception cref="BadSessionException">Something is wrong.</exception>
    public static DateTimeOffset? Check(Session session, DateTimeOffset now, CancellationToken stop)
    {
        DateTimeOffset? started = null;
        foreach (var file in session.Metadata)
        {
            using var document = Parse(file);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Bad(file, $"is {KindOf(root)}; an object such as {{\"started_at\": \"2026-03-01T08:00:00Z\"}} would be right");
            if (root.TryGetProperty("started_at", out var at)) started ??= StartOf(file, at, now);
            if (root.TryGetProperty("files", out var files)) CheckFiles(session, file, files, stop);
        }

        return started;
    }

    private static JsonDocument Parse(SessionFile file)
    {
        if (file.Bytes > MostBytes) throw Bad(file, $"has {file.Bytes} bytes; metadata has at most {MostBytes}");
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(file.Path));
        }
        catch (JsonException fault)
        {
            throw Bad(file, $"is no JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}");
        }
    }

    private static DateTimeOffset StartOf(SessionFile file, JsonElement at, DateTimeOffset now)
    {
        if (at.ValueKind != JsonValueKind.String || !DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            throw Bad(file, $"started_at is '{at}'; an ISO 8601 time such as 2026-03-01T08:00:00Z would be right");
        if (start < Earliest || start > now + MostAhead)
            throw Bad(file, $"started_at is {start:O}; a time from 2000 until now would be right");
        return start;
    }

    private static void CheckFiles(Session session, SessionFile metadata, JsonElement files, CancellationToken stop)
    {
        if (files.ValueKind != JsonValueKind.Array) throw Bad(metadata, $"files is {KindOf(files)}; a list of {{name, bytes, sha256}} would be right");
        foreach (var listed in files.EnumerateArray())
        {
            stop.ThrowIfCancellationRequested();
            if (listed.ValueKind != JsonValueKind.Object || !listed.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
                throw Bad(metadata, $"files holds '{listed}'; {{\"name\": ..., \"bytes\": ..., \"sha256\": ...}} would be right");
            var file = session.Files.FirstOrDefault(f => Path.GetFileName(f.Path) == name.GetString())
                ?? throw Bad(metadata, $"lists '{name}', which is not there");
            if (listed.TryGetProperty("bytes", out var bytes) && (!bytes.TryGetInt64(out var expected) || expected != file.Bytes))
                throw Bad(file, $"has {file.Bytes} bytes, and {Path.GetFileName(metadata.Path)} says {bytes}");
            if (listed.TryGetProperty("sha256", out var hash)) CheckHash(file, metadata, hash.ToString());
        }
    }

    private static void CheckHash(SessionFile file, SessionFile metadata, string expected)
    {
        using var content = File.OpenRead(file.Path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
            throw Bad(file, $"has the SHA-256 {actual}, and {Path.GetFileName(metadata.Path)} says {expected}");
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => $"'{value}'",
    };

    private static BadSessionException Bad(SessionFile file, string what) => new($"{Path.GetFileName(file.Path)}: {what}");
}
