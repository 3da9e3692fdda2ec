using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Delivery;

/// <summary>
/// What a server refused for good: a JSON line each, beside the spool, for whoever wants to know or send it by hand. Bounded: beyond it, what is
/// refused is only counted. Thread-safe.
/// </summary>
/// <param name="path">The file; made with the first line.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of the first of a row.</param>
internal sealed class RefusedFile(string path, TimeProvider time, IStageLog log)
{
    private const long MostBytes = 16 << 20;
    private readonly Lock _gate = new();
    private bool _hasTold;
    private bool _hasFailed;

    /// <summary>Adds a parcel.</summary>
    /// <param name="parcel">What was refused.</param>
    /// <param name="why">One sentence without secrets.</param>
    public void Add(Parcel parcel, string why)
    {
        lock (_gate)
        {
            if (!_hasTold) log.Error($"Refused for good: {why.TrimEnd('.')}. It is noted in '{path}'; later ones are noted there and counted.");
            _hasTold = true;
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
                if (file.Length < MostBytes) file.Write(Line(parcel, why));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                if (!_hasFailed) log.Error($"'{path}' cannot be written; what is refused is only counted.", fault);
                _hasFailed = true;
            }
        }
    }

    private ReadOnlySpan<byte> Line(Parcel parcel, string why)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, FrameJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("refused_at"u8, time.GetUtcNow().UtcDateTime);
            json.WriteString("accepted_at"u8, parcel.At.UtcDateTime);
            json.WriteString("why"u8, why);
            json.WriteString("entry"u8, Encoding.UTF8.GetString(parcel.Header));
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan;
    }
}
