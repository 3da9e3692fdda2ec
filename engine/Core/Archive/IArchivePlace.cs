namespace Sluice.Core.Archive;

/// <summary>Where an archive's files are: a folder or a bucket. Files appear whole or not at all. All calls throw <see cref="IOException"/> and its kin.</summary>
internal interface IArchivePlace : IDisposable
{
    /// <summary>Whether calls go over a network, so that nobody should wait for them.</summary>
    bool IsRemote { get; }

    /// <summary>What the place is called in messages; no secret.</summary>
    string Name { get; }

    /// <summary>A file's address.</summary>
    string UriOf(string name);

    /// <summary>Puts a staged file to its name; one that is there already is the same one.</summary>
    /// <param name="staged">Its path; may be gone afterwards.</param>
    /// <param name="name">Its name.</param>
    /// <param name="stop">Gives up.</param>
    Task PutAsync(string staged, string name, CancellationToken stop);

    /// <summary>Writes a file, or replaces it.</summary>
    Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Takes a file away; none to be there is no fault.</summary>
    Task DeleteAsync(string name, CancellationToken stop);

    /// <summary>Whether there is a file.</summary>
    Task<bool> ExistsAsync(string name, CancellationToken stop);

    /// <summary>All of a file; null when there is none.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken stop);

    /// <summary>All files but those whose name starts with a dot, in the order of their names.</summary>
    IAsyncEnumerable<ArchiveFile> ListAsync(CancellationToken stop);
}
