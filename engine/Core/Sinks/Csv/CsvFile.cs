using Microsoft.Win32.SafeHandles;
using Sluice.Native.Files;

namespace Sluice.Core.Sinks.Csv;

/// <summary>
/// A file that grows by whole lines under a name that ends in <c>.part</c>, and gets its own name once nothing more will come. Lines are in
/// the kernel when a call returns: killing the process loses none. A line that a crash cut is cut off when the file is opened again, and one
/// that a full disk cut is written again in its place. Not thread-safe.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>What the name of a file that is being written ends in.</summary>
    public const string Part = ".part";

    private readonly SafeFileHandle _handle;
    private readonly string _part;
    private readonly string _name;
    private bool _isFinished;

    private CsvFile(string name, SafeFileHandle handle, long length) => (_name, _part, _handle, Length) = (name, name + Part, handle, length);

    /// <summary>Bytes of whole lines.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// Goes on with the file an earlier process left unfinished under this name; else begins one, under the next number when the name is taken.
    /// </summary>
    /// <param name="name">The name it will have, absolute.</param>
    /// <param name="header">The first line, with its end.</param>
    /// <exception cref="IOException">It cannot be opened or written.</exception>
    public static CsvFile Open(string name, ReadOnlySpan<byte> header)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(name)!);
        for (var number = 1; ; number++)
        {
            var numbered = number == 1 ? name : $"{name[..^Path.GetExtension(name).Length]}-{number}{Path.GetExtension(name)}";
            if (File.Exists(numbered)) continue;
            var handle = File.OpenHandle(numbered + Part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var file = new CsvFile(numbered, handle, 0);
            try
            {
                if (file.TryContinue(header)) return file;
                // Of another kind of line: it is whole as it is, and another begins.
                file.Finish();
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
    }

    /// <summary>Finishes a file that an earlier process left unfinished; nothing happens to one that is being written.</summary>
    /// <param name="name">The name it will have.</param>
    /// <returns>Whether it was finished.</returns>
    public static bool TryFinish(string name)
    {
        if (File.Exists(name)) return false;
        try
        {
            using var file = new CsvFile(name, File.OpenHandle(name + Part, FileMode.Open, FileAccess.ReadWrite, FileShare.None), 0);
            file.Length = file.WholeLines(RandomAccess.GetLength(file._handle));
            file.Finish();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Adds lines.</summary>
    /// <param name="lines">Whole ones.</param>
    /// <exception cref="IOException">They were refused, and are not there.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        RandomAccess.Write(_handle, lines, Length);
        Length += lines.Length;
    }

    /// <summary>Gives it its name: nothing more will come.</summary>
    /// <exception cref="IOException">It has to keep the other; what it holds is there.</exception>
    public void Finish()
    {
        if (_isFinished) return;
        _isFinished = true;
        try
        {
            // What a full disk left behind the last whole line.
            RandomAccess.SetLength(_handle, Length);
            RandomAccess.FlushToDisk(_handle);
        }
        finally
        {
            _handle.Dispose();
        }

        if (!NewName.TryTake(_part, _name)) throw new IOException($"'{_name}' is there already.");
    }

    /// <summary>Closes it unfinished.</summary>
    public void Dispose() => _handle.Dispose();

    private bool TryContinue(ReadOnlySpan<byte> header)
    {
        var found = RandomAccess.GetLength(_handle);
        Length = WholeLines(found);
        if (found > Length) RandomAccess.SetLength(_handle, Length);
        if (Length == 0)
        {
            Write(header);
            return true;
        }

        Span<byte> start = stackalloc byte[Math.Min(header.Length, 1024)];
        return RandomAccess.Read(_handle, start, 0) == header.Length && start.SequenceEqual(header);
    }

    // A line ends at a line feed outside quotes. A crash may have cut the last one.
    private long WholeLines(long length)
    {
        var buffer = new byte[64 << 10];
        long whole = 0;
        var quoted = false;
        for (long at = 0; at < length;)
        {
            var read = RandomAccess.Read(_handle, buffer, at);
            if (read == 0) break;
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == '"') quoted = !quoted;
                else if (buffer[i] == '\n' && !quoted) whole = at + i + 1;
            }

            at += read;
        }

        return whole;
    }
}
