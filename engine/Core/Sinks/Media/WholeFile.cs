namespace Sluice.Core.Sinks.Media;

/// <summary>Writes files that are seen whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file under another name and renames it; replaces one that is there.</summary>
    /// <param name="path">Where, in a folder that exists.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="stop">Gives up; nothing is left then.</param>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var unfinished = path + ".tmp";
        try
        {
            await File.WriteAllBytesAsync(unfinished, bytes, stop);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>As <see cref="WriteAsync"/>, for a thread that may block.</summary>
    /// <param name="path">Where, in a folder that exists.</param>
    /// <param name="write">Writes all of it.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var unfinished = path + ".tmp";
        try
        {
            using (var file = File.Create(unfinished)) write(file);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
