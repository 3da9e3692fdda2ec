using System.Globalization;

namespace Sluice.Core.Sinks.Spool;

/// <summary>Reads what an earlier process left in a spool's folder.</summary>
internal sealed class SpoolRecovery
{
    /// <summary>The segments, oldest first.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>The spool's id; null when nothing was left.</summary>
    public Guid? Id { get; private set; }

    /// <summary>Sequences that were there and are damaged.</summary>
    public long Damaged { get; private set; }

    /// <summary>Bytes behind the last whole entries: what was being written when the process ended.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Files that are no segments any more, moved aside.</summary>
    public List<string> Unreadable { get; } = [];

    /// <exception cref="SpoolException">A segment is of another version.</exception>
    public static SpoolRecovery Read(string folder)
    {
        var found = new SpoolRecovery();
        using var walker = new SegmentWalker();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + SegmentFormat.Ending).Order(StringComparer.Ordinal)) found.ReadSegment(path, walker);
        }
        catch
        {
            foreach (var segment in found.Segments) segment.Dispose();
            throw;
        }

        return found;
    }

    private void ReadSegment(string path, SegmentWalker walker)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var kept = false;
        try
        {
            var length = RandomAccess.GetLength(file);
            Span<byte> head = stackalloc byte[SegmentFormat.HeadBytes];
            var read = RandomAccess.Read(file, head, 0);
            if (!SegmentFormat.TryReadHead(head[..read], out var id, out var first))
            {
                SetAside(path, length);
                return;
            }

            Id ??= id;
            var segment = new Segment(path, first, file);
            segment.ReadAcknowledged();
            Walk(segment, walker, length);
            Segments.Add(segment);
            kept = true;
        }
        finally
        {
            if (!kept) file.Dispose();
        }
    }

    private void Walk(Segment segment, SegmentWalker walker, long length)
    {
        walker.Start(segment.File, segment.First);
        while (walker.TryRead(length, out var memory, out _))
        {
            var entry = memory.Span;
            var sequence = EntryFormat.SequenceOf(entry);
            Damaged += sequence - segment.Next;
            segment.Add(sequence, EntryFormat.MicrosecondsOf(entry), EntryFormat.ItemsOf(entry), entry.Length);
        }

        segment.SetLength(walker.Offset);
        TornBytes += length - walker.Offset;
        // So that whoever looks at the file again finds the end where it is.
        if (length > walker.Offset) RandomAccess.SetLength(segment.File, walker.Offset);
    }

    private void SetAside(string path, long length)
    {
        // Made and not begun: the process ended between the two, or the disk was full.
        if (length < SegmentFormat.HeadBytes)
        {
            File.Delete(path);
            return;
        }

        var aside = path + ".bad" + Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".bad*").Count().ToString(CultureInfo.InvariantCulture);
        File.Move(path, aside);
        Unreadable.Add(aside);
    }
}
