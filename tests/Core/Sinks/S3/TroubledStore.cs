using Sluice.Core.Sinks.Objects;

namespace Sluice.Tests.Sinks.S3;

/// <summary>A folder that a test can make unreachable.</summary>
internal sealed class TroubledStore(string folder) : IObjectStore
{
    private readonly FolderObjectStore _inner = new(folder);
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ObjectFault? Fault { get; set; }

    /// <summary>Done once a put was tried in vain.</summary>
    public Task Tried => _tried.Task;

    public string UriOf(string key) => $"s3://shots/{key}";

    public Task CheckAsync(CancellationToken stop) => Task.CompletedTask;

    public Task<PutResult> PutAsync(string key, Stream content, string contentType, CancellationToken stop)
    {
        if (Fault is not { } fault) return _inner.PutAsync(key, content, contentType, stop);
        _tried.TrySetResult();
        throw new ObjectStoreException(fault, "bucket 'shots': it is away.");
    }

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken stop) => _inner.HeadAsync(key, stop);

    public Task<Stream?> OpenAsync(string key, CancellationToken stop) => _inner.OpenAsync(key, stop);

    public Task DeleteAsync(string key, CancellationToken stop) => _inner.DeleteAsync(key, stop);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken stop) => _inner.ListAsync(prefix, stop);

    public void Dispose() => _inner.Dispose();
}
