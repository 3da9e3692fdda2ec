using System.Globalization;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Blocks that the server will never take, kept aside as files with the reason, so that they hold nothing up and are not lost.</summary>
/// <param name="folder">Where; made with the first.</param>
internal sealed class RefusedBlocks(string folder)
{
    private const long MostBytes = 256 << 20;

    /// <summary>Keeps a block: its rows as <c>TOKEN.rowbinary</c>, how to insert them and the server's words as <c>TOKEN.txt</c>.</summary>
    /// <param name="block">The block.</param>
    /// <param name="reason">The server's words.</param>
    /// <returns>The file of the rows; null when there is no room for more, or the disk cannot be written.</returns>
    public string? Keep(Block block, string reason)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var kept = new DirectoryInfo(folder).EnumerateFiles().Sum(static file => file.Length);
            if (kept + block.Bytes.Length > MostBytes) return null;
            var path = Path.Combine(folder, block.Token);
            File.WriteAllBytes(path + ".rowbinary", block.Bytes.Written.Span);
            File.WriteAllText(path + ".txt", string.Create(
                CultureInfo.InvariantCulture, $"{block.Layout.Insert}\n{block.Rows} rows, {block.Bytes.Length} bytes\n{reason}\n"));
            return path + ".rowbinary";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
