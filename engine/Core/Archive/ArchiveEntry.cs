namespace Sluice.Core.Archive;

/// <summary>A keyframe as the librarian knows it.</summary>
/// <param name="key">Its key.</param>
/// <param name="capturedAt">When it was taken.</param>
/// <param name="keptAt">When it was kept.</param>
/// <param name="files">Its files' endings and bytes.</param>
internal sealed class ArchiveEntry(string key, DateTimeOffset capturedAt, DateTimeOffset keptAt, IReadOnlyList<ArchiveFile> files)
{
    /// <summary>Its key.</summary>
    public string Key => key;

    /// <summary>Its source's folder.</summary>
    public string Folder { get; } = key[..key.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Its id.</summary>
    public Guid Id { get; } = Guid.Parse(key.AsSpan(key.LastIndexOf('/') + 1));

    /// <summary>When it was taken.</summary>
    public DateTimeOffset CapturedAt => capturedAt;

    /// <summary>When it was kept.</summary>
    public DateTimeOffset KeptAt => keptAt;

    /// <summary>Its files as they were kept, by ending.</summary>
    public IReadOnlyList<ArchiveFile> Files => files;

    /// <summary>Bytes of all its files, with those that were added later.</summary>
    public long Bytes { get; set; } = files.Sum(static file => file.Bytes);

    /// <summary>What would be lost without it.</summary>
    public double Loss { get; set; }

    /// <summary>Whether it was pinned when it was kept.</summary>
    public bool IsPinned { get; init; }

    /// <summary>How far it has come.</summary>
    public ArchiveState State { get; set; }

    /// <summary>What losing it costs now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="halfLife">After how long it is worth half as much.</param>
    public double Worth(DateTimeOffset now, TimeSpan halfLife) => Loss * Math.Pow(0.5, Math.Max(0, (now - keptAt) / halfLife));
}
