using System.Text;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Spool;

/// <summary>A folder for a spool under test.</summary>
internal sealed class SpoolFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-spool-").FullName;

    public RecordingLog Log { get; } = new();

    public SteppedTime Time { get; } = new();

    public SpoolOptions Options { get; init; } = new();

    public IEnumerable<string> Segments => Directory.EnumerateFiles(Folder, "*.spool").Order(StringComparer.Ordinal);

    public DiskSpool Open(SpoolDisk? disk = null) => DiskSpool.Open(Options, Folder, Time, Log, disk);

    /// <summary>Appends an entry for each text.</summary>
    public static bool Append(DiskSpool spool, params string[] texts)
    {
        using var batch = new SpoolBatch();
        foreach (var text in texts) batch.Add("h"u8, Encoding.UTF8.GetBytes(text), items: 2);
        return spool.TryAppend(batch, out _);
    }

    /// <summary>Reads all there is.</summary>
    public static List<(SpoolTicket Ticket, string Text)> ReadAll(DiskSpool spool)
    {
        using var reader = spool.Read();
        var all = new List<(SpoolTicket, string)>();
        while (reader.TryRead(out var entry)) all.Add((entry.Ticket, Encoding.UTF8.GetString(entry.Payload.Span)));
        return all;
    }

    public static IEnumerable<string> Texts(DiskSpool spool) => ReadAll(spool).Select(entry => entry.Text);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
