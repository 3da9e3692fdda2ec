using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Candidates as JPEG files in a folder.</summary>
internal sealed partial class DiskCandidateStore : ICandidateStore
{
    private static readonly string[] Endings = [".jpg", ".png"];
    private readonly CandidateFolder _folder;
    private readonly Func<string, bool> _isLive;
    private readonly IStageLog _log;
    private readonly long _most;
    private readonly bool _png;
    private readonly Func<PictureCompressor> _compressors;
    private readonly ConcurrentBag<PictureCompressor> _idle = [];
    private readonly CandidateQueue _queue;

    // Guards the entries and what is left of an earlier run, and nothing slow.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CandidateEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _left;
    private readonly HashSet<string> _isFresh = new(StringComparer.Ordinal);
    private long _taken;
    private long _written;
    private long _full;
    private long _failed;
    private long _bytes;
    private int _saidFull;
    private int _saidFailed;

    /// <summary>Opens a store.</summary>
    /// <param name="folder">Where; the store's own from here on.</param>
    /// <param name="most">Most bytes in it.</param>
    /// <param name="isLive">Whether a source's frames come whether or not anybody keeps up.</param>
    /// <param name="compressors">Makes what compresses, one a thread.</param>
    /// <param name="png">Whether it makes PNGs too.</param>
    /// <param name="queue">Most pictures that wait to be compressed.</param>
    /// <param name="log">Told of what was lost, once until it goes well again.</param>
    /// <param name="outlives">Whether what was discarded stays until <see cref="Release"/>, for a state names it.</param>
    public DiskCandidateStore(CandidateFolder folder, long most, Func<string, bool> isLive, Func<PictureCompressor> compressors, bool png, int queue, IStageLog log, bool outlives = false)
    {
        _gone = outlives ? new(StringComparer.Ordinal) : null;
        (_folder, _most, _isLive, _compressors, _png, _log) = (folder, most, isLive, compressors, png, log);
        _left = FindLeft(folder.Path);
        _queue = new(queue, Compress, Lose);
    }

    /// <inheritdoc/>
    public CandidateCounts Counts => new(
        Interlocked.Read(ref _taken), Interlocked.Read(ref _written), _queue.Overrun, Interlocked.Read(ref _full), Interlocked.Read(ref _failed), Interlocked.Read(ref _bytes));

    /// <inheritdoc/>
    public CandidatePicture? Take(Frame frame)
    {
        var isLive = _isLive(frame.Info.Source);
        var name = PictureKeys.Of(frame.Info, isLive);
        SweepOnce(frame.Info.Source, null);
        if (Interlocked.Read(ref _bytes) >= _most)
        {
            Overfill();
            return null;
        }

        CandidateEntry entry;
        var picture = frame.Picture;
        lock (_lock)
        {
            if (_entries.TryGetValue(name.Key, out var there) && !there.IsLost)
            {
                there.Owners++;
                return name;
            }

            picture.Retain();
            _entries[name.Key] = entry = new() { Waiting = picture };
        }

        Interlocked.Increment(ref _taken);
        var job = new CandidateJob(name.Key, entry, frame.Rotation, frame.Detections, isLive);
        // Whoever reads a recording can wait: it does the work itself.
        if (!_queue.TryAdd(job)) Compress(job);
        return name;
    }

    /// <inheritdoc/>
    public bool Has(CandidatePicture picture)
    {
        lock (_lock) return _entries.TryGetValue(picture.Key, out var entry) && !entry.IsLost;
    }

    /// <inheritdoc/>
    public void Discard(CandidatePicture picture)
    {
        Picture? waiting;
        long bytes;
        lock (_lock)
        {
            if (!_entries.TryGetValue(picture.Key, out var entry) || --entry.Owners > 0) return;
            _entries.Remove(picture.Key);
            (waiting, entry.Waiting, bytes) = (entry.Waiting, null, entry.Bytes);
            entry.Lose();
        }

        waiting?.Release();
        if (bytes > 0) Remove(picture.Key, bytes);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop) => ReadAsync(picture, ".jpg", stop);

    /// <summary>The picture as PNG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Null where none is made, or it was lost.</returns>
    public ValueTask<byte[]?> ReadPngAsync(CandidatePicture picture, CancellationToken stop) => _png ? ReadAsync(picture, ".png", stop) : new((byte[]?)null);

    /// <inheritdoc/>
    public IReadOnlySet<CandidatePicture> Restore(string source, IEnumerable<CandidatePicture> named)
    {
        var there = new HashSet<CandidatePicture>();
        SweepOnce(source, key =>
        {
            var picture = named.FirstOrDefault(one => one.Key == key);
            if (picture == null) return false;
            there.Add(picture);
            return true;
        });
        return there;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        while (_idle.TryTake(out var compressor)) compressor.Dispose();
        _folder.Dispose();
    }

    private static Dictionary<string, List<string>> FindLeft(string folder)
    {
        var left = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var source in Directory.EnumerateDirectories(folder))
        {
            foreach (var path in Directory.EnumerateFiles(source))
            {
                var stem = Path.GetFileNameWithoutExtension(path);
                // What was being written is nobody's.
                if (path.EndsWith(".tmp", StringComparison.Ordinal)) File.Delete(path);
                else if (Path.GetExtension(path) == ".jpg" && Guid.TryParse(stem, out _)) Of(Path.GetFileName(source)).Add($"{Path.GetFileName(source)}/{stem}");
            }
        }

        return left;

        List<string> Of(string source) => left.TryGetValue(source, out var known) ? known : left[source] = [];
    }

    /// <summary>The first word about a source decides what of an earlier run is still wanted.</summary>
    private void SweepOnce(string source, Func<string, bool>? isWanted)
    {
        var unwanted = new List<string>();
        lock (_lock)
        {
            if (!_isFresh.Add(source) || !_left.Remove(PictureKeys.Folder(source), out var left)) return;
            foreach (var key in left)
            {
                if (isWanted?.Invoke(key) != true)
                {
                    unwanted.Add(key);
                    continue;
                }

                var entry = new CandidateEntry();
                entry.Write(BytesOf(key));
                _entries[key] = entry;
                Interlocked.Add(ref _bytes, entry.Bytes);
            }
        }

        foreach (var key in unwanted) Delete(key, 0);
    }

    private async ValueTask<byte[]?> ReadAsync(CandidatePicture picture, string ending, CancellationToken stop)
    {
        CandidateEntry? entry;
        lock (_lock) entry = _entries.GetValueOrDefault(picture.Key);
        if (entry == null || !await WhenDoneAsync(entry, stop)) return null;
        try
        {
            return await File.ReadAllBytesAsync(PathOf(picture.Key, ending), stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fail($"'{PathOf(picture.Key, ending)}' cannot be read.", fault);
            return null;
        }
    }

    /// <returns>False where it was lost.</returns>
    private Task<bool> WhenDoneAsync(CandidateEntry entry, CancellationToken stop)
    {
        if (!entry.Done.IsCompleted && _queue.TryTake(entry) is { } job) Compress(job);
        return entry.Done.WaitAsync(stop);
    }

    private string PathOf(string key, string ending) => Path.Combine(_folder.Path, key + ending);

    private long BytesOf(string key) => Endings.Select(ending => new FileInfo(PathOf(key, ending))).Where(file => file.Exists).Sum(file => file.Length);
}
