using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Core.Sinks.S3;

/// <summary>One upload as the spool keeps it: what goes under which key.</summary>
internal sealed record Upload
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>Where the picture or clip goes.</summary>
    public required string Key { get; init; }

    /// <summary>The file, absolute; null for a picture that lies in the entry itself.</summary>
    public string? File { get; init; }

    /// <summary>Bytes of the picture in the entry's payload; its sidecar follows it.</summary>
    public int PictureBytes { get; init; }

    /// <summary>Whether the JSON file beside it goes too.</summary>
    public bool Sidecar { get; init; }

    /// <summary>Whether the files are taken away afterwards.</summary>
    public bool DeleteAfter { get; init; }

    /// <summary>Where the sidecar goes.</summary>
    [JsonIgnore]
    public string SidecarKey => Path.ChangeExtension(Key, ".json");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is of another version of the program.</exception>
    public static Upload Read(ReadOnlySpan<byte> header) => JsonSerializer.Deserialize<Upload>(header, Form) ?? throw new JsonException("It is empty.");

    /// <summary>The header of its entry.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Form);
}
