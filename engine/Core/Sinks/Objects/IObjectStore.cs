namespace Sluice.Core.Sinks.Objects;

/// <summary>
/// Objects under keys: a bucket, or a folder. An object appears whole or not at all, and is never replaced. Safe from any thread. All calls
/// throw <see cref="ObjectStoreException"/> for what the store answers, after they have tried again where that may help.
/// </summary>
internal interface IObjectStore : IDisposable
{
    /// <summary>What an object's place is called once it is there: <c>s3://bucket/key</c>, <c>file:///folder/key</c>.</summary>
    /// <param name="key">A key; see <see cref="ObjectKey"/>.</param>
    string UriOf(string key);

    /// <summary>Finds out whether the store can be used at all.</summary>
    /// <param name="stop">Gives up.</param>
    Task CheckAsync(CancellationToken stop);

    /// <summary>Puts an object, unless its key is taken.</summary>
    /// <param name="key">Where.</param>
    /// <param name="content">All of it, from its start; can seek; stays the caller's.</param>
    /// <param name="contentType">Its media type, such as <c>image/jpeg</c>.</param>
    /// <param name="stop">Gives up; nothing is left then, as far as the store can take back what was begun.</param>
    Task<PutResult> PutAsync(string key, Stream content, string contentType, CancellationToken stop);

    /// <summary>What is known of an object.</summary>
    /// <param name="key">Where.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Null when there is none.</returns>
    Task<ObjectInfo?> HeadAsync(string key, CancellationToken stop);

    /// <summary>Opens an object for reading.</summary>
    /// <param name="key">Where.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The caller's; null when there is none.</returns>
    Task<Stream?> OpenAsync(string key, CancellationToken stop);

    /// <summary>Takes an object away; none to be there is no fault.</summary>
    /// <param name="key">Where.</param>
    /// <param name="stop">Gives up.</param>
    Task DeleteAsync(string key, CancellationToken stop);

    /// <summary>Lists objects in the order of their keys' characters.</summary>
    /// <param name="prefix">What their keys begin with; empty for all.</param>
    /// <param name="stop">Gives up.</param>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken stop);
}
