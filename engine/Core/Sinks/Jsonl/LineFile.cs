using Microsoft.Win32.SafeHandles;

namespace Sluice.Core.Sinks.Jsonl;

/// <summary>
/// Lines on their way to a file: gathered in memory, written in blocks at a known offset. A block that failed half way is written again
/// at the same place, so that a full disk that was cleared leaves neither a gap nor a torn line. Not thread-safe.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private const int BlockBytes = 64 << 10;
    private const int LimitBytes = 4 << 20;
    private readonly SafeFileHandle _handle;
    private byte[] _pending = new byte[BlockBytes];
    private int _pendingBytes;
    private long _offset;

    /// <summary>Opens or makes the file and the folders above it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="append">Whether to go on at its end.</param>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public LineFile(string path, bool append)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var mode = append ? FileMode.OpenOrCreate : FileMode.Create;
        _handle = File.OpenHandle(path, File.Exists(path) && !IsRegular(path) ? FileMode.Open : mode, FileAccess.Write, FileShare.Read);
        if (append && IsRegular(path)) _offset = RandomAccess.GetLength(_handle);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Lines gathered but not yet written.</summary>
    public int PendingLines { get; private set; }

    /// <summary>Whether a block's worth is waiting.</summary>
    public bool IsBlockFull => _pendingBytes >= BlockBytes;

    /// <summary>Takes a line over.</summary>
    /// <param name="line">Without its line feed.</param>
    /// <returns>False when no more can be held because writing has failed for long; the line was not taken.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        var needed = _pendingBytes + line.Length + 1;
        if (needed > LimitBytes && _pendingBytes > 0) return false;
        if (needed > _pending.Length) Array.Resize(ref _pending, Math.Max(needed, _pending.Length * 2));
        line.CopyTo(_pending.AsSpan(_pendingBytes));
        _pending[needed - 1] = (byte)'\n';
        _pendingBytes = needed;
        PendingLines++;
        return true;
    }

    /// <summary>Writes what was gathered.</summary>
    /// <returns>How many lines the file system took.</returns>
    /// <exception cref="IOException">It was refused; everything is kept for another try.</exception>
    public int Flush()
    {
        if (_pendingBytes == 0) return 0;
        RandomAccess.Write(_handle, _pending.AsSpan(0, _pendingBytes), _offset);
        _offset += _pendingBytes;
        var lines = PendingLines;
        (_pendingBytes, PendingLines) = (0, 0);
        return lines;
    }

    /// <summary>Closes the file; what is still pending is gone.</summary>
    public void Dispose() => _handle.Dispose();

    // Pipes and devices have no length and no offset.
    private static bool IsRegular(string path) => (File.GetAttributes(path) & FileAttributes.Device) == 0 && !path.StartsWith("/dev/", StringComparison.Ordinal);
}
