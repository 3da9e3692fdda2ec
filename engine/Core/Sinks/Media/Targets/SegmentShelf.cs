namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// The finished segments of a stage: gives files left unfinished by a crash their names, and takes the oldest away when there are too many
/// or they are too old. Touches only files whose names the stage could have made. Safe from any thread.
/// </summary>
/// <param name="names">How they are named.</param>
/// <param name="setup">How many are kept.</param>
internal sealed class SegmentShelf(SegmentNames names, TargetSetup setup)
{
    // Guards the queue and the sum; held while files are deleted, which only other segments of this stage wait for.
    private readonly Lock _lock = new();

    // As long as there are files on the disk that the limits allow.
    private readonly Queue<(string Path, long Bytes, DateTimeOffset Ended)> _files = new();
    private long _bytes;
    private long _expired;

    private readonly TimeSpan? _keep = setup.Options.Keep;
    private readonly long? _keepBytes = setup.Options.KeepBytes?.Bytes;

    /// <summary>Files taken away; null when all are kept.</summary>
    public long? Expired => _keep == null && _keepBytes == null ? null : Interlocked.Read(ref _expired);

    /// <summary>How they are named.</summary>
    public SegmentNames Names => names;

    /// <summary>Takes up what an earlier run has left.</summary>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public void Open()
    {
        Directory.CreateDirectory(names.Root);
        foreach (var part in Directory.EnumerateFiles(names.Root, "*" + SegmentNames.Unfinished, SearchOption.AllDirectories))
        {
            var path = part[..^SegmentNames.Unfinished.Length];
            if (!names.IsOne(path) || File.Exists(path)) continue;
            if (new FileInfo(part).Length == 0) File.Delete(part);
            else File.Move(part, path);
        }

        if (Expired == null) return;
        var found = new DirectoryInfo(names.Root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => names.IsOne(file.FullName)).OrderBy(static file => file.LastWriteTimeUtc);
        lock (_lock)
            foreach (var file in found) Push(file.FullName, file.Length, file.LastWriteTimeUtc);
        Sweep();
    }

    /// <summary>Puts a finished file on the shelf.</summary>
    /// <param name="path">The file.</param>
    public void Add(string path)
    {
        if (Expired == null) return;
        lock (_lock) Push(path, new FileInfo(path).Length, setup.Time.GetUtcNow());
        Sweep();
    }

    /// <summary>Takes away what is too much or too old.</summary>
    public void Sweep()
    {
        if (Expired == null) return;
        var oldest = setup.Time.GetUtcNow() - (_keep ?? TimeSpan.Zero);
        lock (_lock)
        {
            while (_files.TryPeek(out var file) && (_bytes > (_keepBytes ?? long.MaxValue) || (_keep != null && file.Ended < oldest)))
            {
                _files.Dequeue();
                _bytes -= file.Bytes;
                Delete(file.Path);
            }
        }
    }

    private void Push(string path, long bytes, DateTimeOffset ended)
    {
        _files.Enqueue((path, bytes, ended));
        _bytes += bytes;
    }

    private void Delete(string path)
    {
        try
        {
            // Whoever deleted it already wanted the same.
            if (!File.Exists(path)) return;
            File.Delete(path);
            Interlocked.Increment(ref _expired);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            setup.Log.Error($"'{path}' is too old to keep and cannot be deleted.", fault);
        }
    }
}
