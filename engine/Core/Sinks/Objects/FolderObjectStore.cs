using System.Runtime.CompilerServices;
using Sluice.Native.Files;

namespace Sluice.Core.Sinks.Objects;

/// <summary>
/// Objects as files below a folder. A file is written under another name, forced to the disk and then linked to its own, which fails where
/// a file has that name: two writers never replace each other's.
/// </summary>
/// <param name="folder">Absolute; made when missing.</param>
internal sealed class FolderObjectStore(string folder) : IObjectStore
{
    // Starts with a dot, so that no listing shows what is not whole.
    private const string Unfinished = ".unfinished";

    /// <inheritdoc/>
    public string UriOf(string key) => new Uri(PathOf(key)).AbsoluteUri;

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken stop)
    {
        Guarded("the folder cannot be made", () => Directory.CreateDirectory(Path.Combine(folder, Unfinished)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(string key, Stream content, string contentType, CancellationToken stop)
    {
        var path = PathOf(key);
        var unfinished = Path.Combine(folder, Unfinished, $"{Guid.CreateVersion7():N}.part");
        var begun = false;
        try
        {
            if (File.Exists(path)) return await CompareAsync(path, content, stop);
            Directory.CreateDirectory(Path.GetDirectoryName(unfinished)!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            content.Position = 0;
            begun = true;
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await content.CopyToAsync(file, stop);
                await file.FlushAsync(stop);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            return NewName.TryTake(unfinished, path) ? PutResult.Written : await CompareAsync(path, content, stop);
        }
        catch (Exception fault) when (fault is (IOException or UnauthorizedAccessException) and not ObjectStoreException)
        {
            throw Wrap($"'{key}' cannot be put", fault);
        }
        finally
        {
            if (begun) File.Delete(unfinished);
        }
    }

    /// <inheritdoc/>
    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken stop)
    {
        var path = PathOf(key);
        ObjectInfo? found = null;
        Guarded($"'{key}' cannot be looked at", () => found = File.Exists(path) ? InfoOf(key, path) : null);
        return Task.FromResult(found);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken stop)
    {
        var path = PathOf(key);
        try
        {
            return Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 << 10, useAsync: true));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Wrap($"'{key}' cannot be read", fault);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken stop)
    {
        var path = PathOf(key);
        Guarded($"'{key}' cannot be taken away", () =>
        {
            if (File.Exists(path)) File.Delete(path);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        var keys = new List<string>();
        Guarded("the folder cannot be listed", () => Gather(prefix, keys));
        keys.Sort(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            stop.ThrowIfCancellationRequested();
            if (await HeadAsync(key, stop) is { } info) yield return info;
        }
    }

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }

    private void Gather(string prefix, List<string> keys)
    {
        // Only the folder that the prefix leads into is walked.
        var within = prefix.LastIndexOf('/') is >= 0 and var cut ? prefix[..cut] : "";
        if (within.Length > 0 && ObjectKey.Fault(within) != null) return;
        var start = within.Length == 0 ? folder : Path.Combine(folder, within);
        if (!Directory.Exists(start)) return;
        foreach (var path in Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories))
        {
            var key = Path.GetRelativePath(folder, path);
            if (!key.StartsWith($"{Unfinished}/", StringComparison.Ordinal) && key.StartsWith(prefix, StringComparison.Ordinal)) keys.Add(key);
        }
    }

    private string PathOf(string key)
    {
        ObjectKey.Check(key);
        return key.StartsWith('.')
            ? throw new ObjectStoreException(ObjectFault.Refused, $"'{key}' is no key in a folder: a dot at the start is for what is not whole.")
            : Path.Combine(folder, key);
    }

    private static async Task<PutResult> CompareAsync(string path, Stream content, CancellationToken stop)
    {
        await using var there = File.OpenRead(path);
        if (there.Length != content.Length) return PutResult.Taken;
        return await ContentDigest.OfAsync(there, stop) == await ContentDigest.OfAsync(content, stop) ? PutResult.Same : PutResult.Taken;
    }

    private static ObjectInfo InfoOf(string key, string path)
    {
        var file = new FileInfo(path);
        return new(key, file.Length, file.LastWriteTimeUtc);
    }

    private void Guarded(string what, Action act)
    {
        try
        {
            act();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Wrap(what, fault);
        }
    }

    private ObjectStoreException Wrap(string what, Exception fault)
    {
        var whose = fault is UnauthorizedAccessException ? ObjectFault.Credentials : fault is DirectoryNotFoundException ? ObjectFault.Bucket : ObjectFault.Server;
        return new(whose, $"folder '{folder}': {what}: {fault.Message}", fault);
    }
}
