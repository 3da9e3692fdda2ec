using System.Text;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>The header of a message in the spool: idempotency key, title and media type, a line each.</summary>
internal static class WebhookEntry
{
    /// <summary>The bytes.</summary>
    public static byte[] Write(Guid id, string title, string contentType) => Encoding.UTF8.GetBytes($"{id}\n{title.ReplaceLineEndings(" ")}\n{contentType}");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static (string Id, string Title, string ContentType) Read(ReadOnlySpan<byte> header)
    {
        var lines = Encoding.UTF8.GetString(header).Split('\n');
        return lines.Length == 3 ? (lines[0], lines[1], lines[2]) : throw new InvalidDataException("An entry of the spool is of another version.");
    }
}
