using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Core.Sinks.Spool;

/// <summary>One file of a spool and what is known of its entries. Guarded by the spool's gate, but for the file and <see cref="Length"/>.</summary>
internal sealed class Segment(string path, long first, SafeFileHandle file) : IDisposable
{
    private const long MarkEvery = 250_000;
    private readonly List<(int Slot, long Microseconds)> _marks = [];
    private ulong[] _done = new ulong[16];
    private SafeFileHandle? _doneFile;
    private int _slots;
    private int _oldest;
    private int _oldestMark;
    private long _length = SegmentFormat.HeadBytes;

    public string Path { get; } = path;

    /// <summary>Sequence of its first entry.</summary>
    public long First { get; } = first;

    /// <summary>Sequence behind its last entry.</summary>
    public long Next => First + _slots;

    public SafeFileHandle File { get; } = file;

    /// <summary>Bytes that hold whole entries; what lies behind them does not count. Readable from any thread.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>Bytes reserved for it on the disk.</summary>
    public long Reserved { get; set; }

    /// <summary>When its newest entry came, in microseconds since 1970.</summary>
    public long Newest { get; private set; }

    public long Entries { get; private set; }

    public long Items { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Whether all its entries were acknowledged.</summary>
    public bool IsDone => Entries == 0;

    /// <summary>Notes an entry that was written, or found.</summary>
    public void Add(long sequence, long microseconds, int items, int bytes)
    {
        // Sequences that damage took count as acknowledged, so that nobody waits for them.
        for (; Next < sequence; _slots++) SetBit(_slots);
        if (_marks.Count == 0 || microseconds - _marks[^1].Microseconds >= MarkEvery) _marks.Add((_slots, microseconds));
        Newest = Math.Max(Newest, microseconds);
        var slot = _slots++;
        if (IsSet(slot)) return;
        Entries++;
        Items += items;
        Bytes += bytes;
    }

    /// <summary>Where the whole entries end.</summary>
    public void SetLength(long length) => Volatile.Write(ref _length, length);

    /// <summary>Whether an entry was acknowledged.</summary>
    public bool IsAcknowledged(long sequence) => IsSet((int)(sequence - First));

    /// <summary>Notes that an entry is done with.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool Acknowledge(in SpoolTicket ticket)
    {
        var slot = (int)(ticket.Sequence - First);
        if (IsSet(slot)) return false;
        SetBit(slot);
        Entries--;
        Items -= ticket.Items;
        Bytes -= ticket.Bytes;
        return true;
    }

    /// <summary>When the oldest entry that is not acknowledged came, in microseconds; too early by a quarter of a second at most.</summary>
    public long OldestMicroseconds()
    {
        // Behind the bits that were ever set nothing is acknowledged.
        while (_oldest < _slots && _oldest >> 6 < _done.Length)
        {
            var word = ~_done[_oldest >> 6] >> (_oldest & 63);
            if (word != 0)
            {
                _oldest += BitOperations.TrailingZeroCount(word);
                break;
            }

            _oldest = (_oldest | 63) + 1;
        }

        while (_oldestMark + 1 < _marks.Count && _marks[_oldestMark + 1].Slot <= _oldest) _oldestMark++;
        return _marks[_oldestMark].Microseconds;
    }

    /// <summary>Reads which entries were acknowledged before; to be called before they are added.</summary>
    public void ReadAcknowledged()
    {
        var path = SegmentFormat.AcknowledgedBeside(Path);
        if (!System.IO.File.Exists(path)) return;
        var bytes = System.IO.File.ReadAllBytes(path);
        _done = new ulong[Math.Max(16, (bytes.Length + 7) / 8)];
        Buffer.BlockCopy(bytes, 0, _done, 0, bytes.Length);
    }

    /// <summary>Writes the bits of a range of entries, so that a process that comes after this one knows.</summary>
    /// <exception cref="IOException">The disk is full: those entries are handed out again after a restart.</exception>
    public void WriteAcknowledged(long from, long to)
    {
        _doneFile ??= System.IO.File.OpenHandle(
            SegmentFormat.AcknowledgedBeside(Path), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var (start, end) = ((int)(from - First) / 8, ((int)(to - First) / 8) + 1);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(_done.AsSpan());
        RandomAccess.Write(_doneFile, bytes[start..end], start);
    }

    /// <summary>Takes the files away.</summary>
    public void Delete()
    {
        Dispose();
        System.IO.File.Delete(Path);
        System.IO.File.Delete(SegmentFormat.AcknowledgedBeside(Path));
    }

    public void Dispose()
    {
        File.Dispose();
        _doneFile?.Dispose();
    }

    private bool IsSet(int slot) => slot >> 6 < _done.Length && (_done[slot >> 6] & (1UL << (slot & 63))) != 0;

    private void SetBit(int slot)
    {
        if (slot >> 6 >= _done.Length) Array.Resize(ref _done, Math.Max((slot >> 6) + 1, _done.Length * 2));
        _done[slot >> 6] |= 1UL << (slot & 63);
    }
}
