using System.Security.Cryptography;

namespace Sluice.Core.Config;

/// <summary>
/// Says when a file's content changes. The file system's notices only make it quicker: network file systems give none, and an editor that
/// puts a new file in the old one's place gives other ones; so the content is compared every so often.
/// </summary>
public sealed class FileChanges : IDisposable
{
    private readonly string _path;
    private readonly TimeSpan _every;
    private readonly TimeSpan _settle;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _noticed = new(0, 1);
    private readonly FileSystemWatcher? _watcher;
    private string? _last;

    /// <summary>Watches from now on.</summary>
    /// <param name="path">The file; it may be away for a while.</param>
    /// <param name="every">How often to look without notice.</param>
    /// <param name="settle">How long its content must have been the same before it counts: editors write in pieces.</param>
    /// <param name="time">The clock.</param>
    public FileChanges(string path, TimeSpan every, TimeSpan settle, TimeProvider time)
    {
        (_path, _every, _settle, _time) = (Path.GetFullPath(path), every, settle, time);
        _last = Content();
        try
        {
            _watcher = new(Path.GetDirectoryName(_path)!) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Changed += (_, _) => Notice();
            _watcher.Created += (_, _) => Notice();
            _watcher.Renamed += (_, _) => Notice();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // No notices here, or too many watchers already: looking every so often finds the change too.
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Waits for the next change: content that is there, differs from the last one, and has settled.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task NextAsync(CancellationToken stop)
    {
        while (true)
        {
            await WaitAsync(_every, stop);
            var seen = Content();
            if (seen == null || seen == _last) continue;
            string? before;
            do
            {
                before = seen;
                await Task.Delay(_settle, _time, stop);
                seen = Content();
            }
            while (seen != before);
            if (seen == null || seen == _last) continue;
            _last = seen;
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _noticed.Dispose();
    }

    private async Task WaitAsync(TimeSpan limit, CancellationToken stop) => await _noticed.WaitAsync(limit, stop);

    private void Notice()
    {
        try
        {
            _noticed.Release();
        }
        catch (Exception fault) when (fault is SemaphoreFullException or ObjectDisposedException)
        {
            // One notice is as good as many; and nobody waits any more.
        }
    }

    private string? Content()
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(_path)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
