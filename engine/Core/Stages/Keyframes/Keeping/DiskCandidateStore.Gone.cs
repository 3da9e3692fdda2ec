namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <content>Pictures that a state on disk still names outlive their candidates until the next state.</content>
internal sealed partial class DiskCandidateStore
{
    // By folder; under the lock. Null where nothing outlives the run.
    private readonly Dictionary<string, List<GonePicture>>? _gone;

    /// <inheritdoc/>
    public async ValueTask SettleAsync(IReadOnlyList<string>? keys, CancellationToken stop)
    {
        if (keys == null)
        {
            lock (_lock) keys = [.. _entries.Keys];
        }

        foreach (var key in keys)
        {
            CandidateEntry? entry;
            lock (_lock) entry = _entries.GetValueOrDefault(key);
            if (entry != null) await WhenDoneAsync(entry, stop);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GonePicture> TakeGone(string source)
    {
        if (_gone == null) return [];
        lock (_lock) return _gone.Remove(PictureKeys.Folder(source), out var gone) ? gone : [];
    }

    /// <inheritdoc/>
    public void Release(IReadOnlyList<GonePicture> gone)
    {
        foreach (var picture in gone)
        {
            bool isBack;
            lock (_lock) isBack = _entries.ContainsKey(picture.Key);
            if (!isBack) Delete(picture.Key, picture.Bytes);
        }
    }

    private void Remove(string key, long bytes)
    {
        if (_gone == null)
        {
            Delete(key, bytes);
            return;
        }

        var folder = key[..key.IndexOf('/', StringComparison.Ordinal)];
        lock (_lock)
        {
            if (!_gone.TryGetValue(folder, out var gone)) _gone[folder] = gone = [];
            gone.Add(new(key, bytes));
        }
    }
}
