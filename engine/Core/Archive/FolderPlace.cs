using System.Runtime.CompilerServices;
using Sluice.Core.Sinks.Media;

namespace Sluice.Core.Archive;

/// <summary>An archive in a folder.</summary>
/// <param name="folder">Absolute.</param>
internal sealed class FolderPlace(string folder) : IArchivePlace
{
    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public string Name => folder;

    /// <inheritdoc/>
    public string UriOf(string name) => new Uri(PathOf(name)).AbsoluteUri;

    /// <inheritdoc/>
    public Task PutAsync(string staged, string name, CancellationToken stop)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Within one file system: a kill leaves it here or there, and whole.
        File.Move(staged, path, overwrite: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await WholeFile.WriteAsync(path, bytes, stop);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken stop)
    {
        var path = PathOf(name);
        if (!File.Exists(path)) return Task.CompletedTask;
        File.Delete(path);
        // Folders of periods would be all that is left of years.
        for (var above = Path.GetDirectoryName(path)!; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
        {
            if (Directory.EnumerateFileSystemEntries(above).Any()) break;
            Directory.Delete(above);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string name, CancellationToken stop) => Task.FromResult(File.Exists(PathOf(name)));

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(name), stop);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArchiveFile> ListAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        var files = new DirectoryInfo(folder).EnumerateDirectories().Where(static source => !source.Name.StartsWith('.'))
            .SelectMany(static source => source.EnumerateFiles("*", SearchOption.AllDirectories))
            .Select(file => new ArchiveFile(Path.GetRelativePath(folder, file.FullName), file.Length)).ToList();
        files.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
