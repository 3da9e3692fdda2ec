using System.Runtime.CompilerServices;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Core.Archive;

/// <summary>An archive in a bucket.</summary>
/// <param name="store">The bucket; owned.</param>
/// <param name="prefix">What its keys begin with; empty, or without a slash at its end.</param>
internal sealed class BucketPlace(IObjectStore store, string prefix) : IArchivePlace
{
    private readonly string _prefix = prefix.Length == 0 ? "" : prefix + "/";

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public string Name => store.UriOf(prefix.Length == 0 ? "*" : prefix);

    /// <inheritdoc/>
    public string UriOf(string name) => store.UriOf(_prefix + name);

    /// <inheritdoc/>
    public async Task PutAsync(string staged, string name, CancellationToken stop)
    {
        await using (var content = File.OpenRead(staged))
        {
            // What has the key is from a try of ours that was cut off, or of another content: then it is not the one that was promised.
            if (await store.PutAsync(_prefix + name, content, TypeOf(name), stop) == PutResult.Taken)
            {
                await store.DeleteAsync(_prefix + name, stop);
                await store.PutAsync(_prefix + name, content, TypeOf(name), stop);
            }
        }

        File.Delete(staged);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        using var content = new MemoryStream(bytes.ToArray(), writable: false);
        if (await store.PutAsync(_prefix + name, content, TypeOf(name), stop) != PutResult.Taken) return;
        await store.DeleteAsync(_prefix + name, stop);
        await store.PutAsync(_prefix + name, content, TypeOf(name), stop);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken stop) => store.DeleteAsync(_prefix + name, stop);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string name, CancellationToken stop) => await store.HeadAsync(_prefix + name, stop) != null;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken stop)
    {
        await using var content = await store.OpenAsync(_prefix + name, stop);
        if (content == null) return null;
        using var all = new MemoryStream();
        await content.CopyToAsync(all, stop);
        return all.ToArray();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArchiveFile> ListAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var one in store.ListAsync(_prefix, stop))
            yield return new(one.Key[_prefix.Length..], one.Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".jpg" => "image/jpeg",
        ".png" => "image/png",
        ".json" => "application/json",
        ".html" => "text/html",
        _ => "text/plain",
    };
}
