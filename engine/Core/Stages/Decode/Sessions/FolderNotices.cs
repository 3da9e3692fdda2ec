namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>Wakes whoever waits for a folder to change, where the file system says so; looking every so often must do elsewhere.</summary>
internal sealed class FolderNotices : IDisposable
{
    private readonly AutoResetEvent _noticed = new(false);
    private readonly FileSystemWatcher? _watcher;

    /// <param name="folder">Absolute path.</param>
    public FolderNotices(string folder)
    {
        try
        {
            _watcher = new(folder) { IncludeSubdirectories = true };
            _watcher.Created += OnChange;
            _watcher.Renamed += OnChange;
            _watcher.Deleted += OnChange;
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A network share, too many watchers, or a folder that is away just now.
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Waits for a change, for a time at most.</summary>
    public void Wait(TimeSpan limit, CancellationToken stop) => WaitHandle.WaitAny([_noticed, stop.WaitHandle], limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The watcher may be in the middle of telling: the handle is the finalizer's.
        _watcher?.Dispose();
    }

    private void OnChange(object sender, FileSystemEventArgs change) => _noticed.Set();
}
