using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>What a source showed in a period, and what was kept of it. Form: docs/schemas/sluice.keyframe_report.v1.json.</summary>
internal sealed record KeyframeReport
{
    /// <summary>Names the form.</summary>
    public const string SchemaName = "sluice.keyframe_report.v1";

    /// <summary>The file's name in a period's folder.</summary>
    public const string FileName = "report.json";

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
        Converters = { new UtcTimes() },
    };

    private static readonly JsonSerializerOptions OneLine = new(Form) { WriteIndented = false };

    /// <summary>The form.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>The engine's name.</summary>
    public required string Engine { get; init; }

    /// <summary>The stage's id.</summary>
    public string Stage { get; init; } = "";

    /// <summary>What choosing knows.</summary>
    public required PeriodFigures Period { get; init; }

    /// <summary>All frames.</summary>
    public FrameTally All { get; init; } = new();

    /// <summary>Those that chance drew: they stand for all without bias.</summary>
    public FrameTally Random { get; init; } = new();

    /// <summary>Those that were kept.</summary>
    public FrameTally Archive { get; init; } = new();

    /// <summary>How far the random ones are from all, in bits, by histogram: near 0 or something is wrong.</summary>
    public IReadOnlyDictionary<string, double> RandomDivergence { get; init; } = new Dictionary<string, double>();

    /// <summary>How far the kept ones are from all, in bits, by histogram: what choosing prefers.</summary>
    public IReadOnlyDictionary<string, double> ArchiveDivergence { get; init; } = new Dictionary<string, double>();

    /// <summary>How many different frames the kept ones amount to.</summary>
    public double Vendi { get; init; }

    /// <summary>The ten most surprising things.</summary>
    public IReadOnlyList<SurprisingCell> Surprising { get; init; } = [];

    /// <summary>Keyframes evicted while it ran, of all sources.</summary>
    public long Evicted { get; init; }

    /// <summary>What that cost, as marginal losses.</summary>
    public double EvictedLoss { get; init; }

    /// <summary>Keyframes in the archive before this period's, of all sources.</summary>
    public int Archived { get; init; }

    /// <summary>Bytes of the archive then.</summary>
    public long ArchivedBytes { get; init; }

    /// <summary>The file's bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <summary>The same in one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, OneLine);

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static KeyframeReport Parse(ReadOnlySpan<byte> json)
        => JsonSerializer.Deserialize<KeyframeReport>(json, Form) is { Schema: SchemaName } report ? report : throw new JsonException($"it is no '{SchemaName}'");

    // With Z and not +00:00, as in all our messages.
    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
