using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Archive;

/// <summary>
/// The librarian's memory: a file that lines are only added to, each with a checksum before it. What was being written when the process was
/// killed fails its checksum and is nobody's. Not thread-safe.
/// </summary>
internal sealed class ArchiveJournal : IDisposable
{
    private const string Unfinished = ".new";
    private readonly string _path;
    private FileStream _file;

    private ArchiveJournal(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Its length.</summary>
    public long Bytes => _file.Length;

    /// <summary>Opens a journal.</summary>
    /// <param name="path">Where; made when missing.</param>
    /// <param name="records">All that it says.</param>
    /// <param name="damaged">Lines in its midst that fail their checksum.</param>
    public static ArchiveJournal Open(string path, out List<JournalRecord> records, out int damaged)
    {
        (records, damaged) = ([], 0);
        File.Delete(path + Unfinished);
        var end = 0L;
        if (File.Exists(path))
        {
            var bytes = File.ReadAllBytes(path);
            var bad = 0;
            for (var start = 0; start < bytes.Length;)
            {
                var length = bytes.AsSpan(start).IndexOf((byte)'\n');
                if (length < 0) break;
                if (Parse(bytes.AsSpan(start, length)) is { } record)
                {
                    records.Add(record);
                    (damaged, bad, end) = (damaged + bad, 0, start + length + 1);
                }
                else
                {
                    bad++;
                }

                start += length + 1;
            }
        }

        var file = OpenFile(path);
        // The end that was never finished.
        if (file.Length > end) file.SetLength(end);
        file.Position = end;
        return new(path, file);
    }

    /// <summary>Adds a line; on return it survives a kill and, where that is asked for, a power cut.</summary>
    /// <exception cref="IOException">The disk did not take it; nothing was added.</exception>
    public void Add(JournalRecord record, bool flush = true)
    {
        var before = _file.Length;
        try
        {
            _file.Write(Line(record));
            _file.Flush(flushToDisk: flush);
        }
        catch (IOException)
        {
            _file.SetLength(before);
            _file.Position = before;
            throw;
        }
    }

    /// <summary>Bytes that a line takes.</summary>
    public static int SizeOf(JournalRecord record) => Line(record).Length;

    /// <summary>Begins anew with what still matters.</summary>
    /// <exception cref="IOException">The disk did not take it; the old one goes on.</exception>
    public void Replace(IEnumerable<JournalRecord> records)
    {
        try
        {
            using (var file = File.Create(_path + Unfinished))
            {
                foreach (var record in records) file.Write(Line(record));
                file.Flush(flushToDisk: true);
            }
        }
        catch (IOException)
        {
            File.Delete(_path + Unfinished);
            throw;
        }

        _file.Dispose();
        File.Move(_path + Unfinished, _path, overwrite: true);
        _file = OpenFile(_path);
        _file.Position = _file.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    private static byte[] Line(JournalRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record);
        return [.. Encoding.ASCII.GetBytes(EntryFormat.Checksum(0, json).ToString("x8", CultureInfo.InvariantCulture)), (byte)' ', .. json, (byte)'\n'];
    }

    private static JournalRecord? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length < 10 || !uint.TryParse(line[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var sum)) return null;
        if (EntryFormat.Checksum(0, line[9..]) != sum) return null;
        try
        {
            return JsonSerializer.Deserialize<JournalRecord>(line[9..]);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
