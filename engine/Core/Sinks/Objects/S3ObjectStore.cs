using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Polly;
using Polly.Retry;

namespace Sluice.Core.Sinks.Objects;

/// <summary>
/// Objects in a bucket. A key that is taken is found by looking first; the put then says <c>If-None-Match: *</c> too, so that servers that
/// know it (Amazon's, MinIO, Ceph, R2) close the gap between look and put. On others two writers of one key within that gap replace each other.
/// </summary>
internal sealed partial class S3ObjectStore : IObjectStore
{
    private const string DigestName = "x-amz-meta-sha256";
    private readonly S3StoreOptions _options;
    private readonly S3Faults _faults;
    private readonly AmazonS3Client _client;
    private readonly ResiliencePipeline _retry;

    // Whether the server takes If-None-Match; it is left out once one said it does not know it.
    private volatile bool _isConditional = true;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">The bucket.</param>
    /// <param name="time">Measures waits between tries.</param>
    /// <param name="attempts">How often a call is tried before it throws.</param>
    /// <exception cref="ObjectStoreException">Nothing says the region, or what credentials to use.</exception>
    public S3ObjectStore(S3StoreOptions options, TimeProvider time, int attempts = 4)
    {
        _options = options;
        _faults = new($"bucket '{options.Bucket}' at {options.Endpoint?.TrimEnd('/') ?? "Amazon S3"}");
        try
        {
            _client = options.AccessKey is { Length: > 0 } key
                ? new(options.SessionToken is { Length: > 0 } token
                    ? new SessionAWSCredentials(key, options.SecretKey, token)
                    : new BasicAWSCredentials(key, options.SecretKey), ConfigOf(options))
                : new(ConfigOf(options));
        }
        catch (AmazonClientException fault)
        {
            throw new ObjectStoreException(ObjectFault.Bucket, $"bucket '{options.Bucket}': {fault.Message.TrimEnd('.')}: give region, or endpoint.", fault);
        }

        _client.BeforeRequestEvent += OnRequest;
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ObjectStoreException>(static fault => fault.IsTransient),
            MaxRetryAttempts = Math.Max(1, attempts - 1),
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(5),
            UseJitter = true,
        }).Build();
    }

    /// <inheritdoc/>
    public string UriOf(string key) => $"s3://{_options.Bucket}/{key}";

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken stop)
        => CallAsync("look into it", token => _client.ListObjectsV2Async(new() { BucketName = _options.Bucket, MaxKeys = 1 }, token), stop);

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(string key, Stream content, string contentType, CancellationToken stop)
    {
        ObjectKey.Check(key);
        var digest = await ContentDigest.OfAsync(content, stop);
        if (await HeadAsync(key, stop) is { } there)
        {
            if (await CompareAsync(there, content, digest, stop) is { } result) return result;
            await DeleteAsync(key, stop);
        }

        try
        {
            if (content.Length <= _options.PartSize.Bytes) await PutWholeAsync(key, content, contentType, digest, stop);
            else await PutPartsAsync(key, content, contentType, digest, stop);
            return PutResult.Written;
        }
        catch (ObjectStoreException fault) when (fault.Fault is ObjectFault.Exists or ObjectFault.Missing)
        {
            // Somebody was faster; or an earlier try of this call got through and only its answer was lost.
            if (await HeadAsync(key, stop) is { } found) return await CompareAsync(found, content, digest, stop) ?? PutResult.Taken;
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken stop)
    {
        ObjectKey.Check(key);
        try
        {
            var head = await CallAsync($"look at '{key}'", token => _client.GetObjectMetadataAsync(_options.Bucket, key, token), stop);
            return new(key, head.ContentLength, head.LastModified.ToUniversalTime()) { Sha256 = head.Metadata[DigestName] is { Length: 64 } digest ? digest : null };
        }
        catch (ObjectStoreException fault) when (fault.Fault == ObjectFault.Missing)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string key, CancellationToken stop)
    {
        ObjectKey.Check(key);
        try
        {
            var found = await CallAsync($"get '{key}'", token => _client.GetObjectAsync(_options.Bucket, key, token), stop);
            return found.ResponseStream;
        }
        catch (ObjectStoreException fault) when (fault.Fault == ObjectFault.Missing)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken stop)
    {
        ObjectKey.Check(key);
        try
        {
            await CallAsync($"delete '{key}'", token => _client.DeleteObjectAsync(_options.Bucket, key, token), stop);
        }
        catch (ObjectStoreException fault) when (fault.Fault == ObjectFault.Missing)
        {
            // As wanted.
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = prefix, ContinuationToken = next };
            var page = await CallAsync($"list '{prefix}'", token => _client.ListObjectsV2Async(request, token), stop);
            foreach (var one in page.S3Objects) yield return new(one.Key, one.Size, one.LastModified.ToUniversalTime());
            next = page.IsTruncated ? page.NextContinuationToken : null;
        }
        while (next != null);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose()
    {
        _client.BeforeRequestEvent -= OnRequest;
        _client.Dispose();
    }

    private static AmazonS3Config ConfigOf(S3StoreOptions options)
    {
        // Tries are counted here and not in the SDK, which would log and wait by rules of its own.
        var config = new AmazonS3Config
        {
            Timeout = options.Timeout,
            MaxErrorRetry = 0,
            ThrottleRetries = false,
            ForcePathStyle = options.PathStyle ?? options.Endpoint != null,
            MaxConnectionsPerServer = 64,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.UseHttp = endpoint.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
            config.AuthenticationRegion = options.Region ?? "us-east-1";
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    // What to answer for an object that is there; null for one that may go, because it is the rest of an upload that was cut off. Some servers
    // keep that: under what was said of the whole, or with nothing said of it. Then the bytes tell it from somebody else's object.
    private async Task<PutResult?> CompareAsync(ObjectInfo there, Stream content, string digest, CancellationToken stop)
    {
        if (there.Bytes > content.Length || (there.Sha256 != null && there.Sha256 != digest)) return PutResult.Taken;
        if (there.Sha256 == null)
        {
            await using var bytes = await OpenAsync(there.Key, stop);
            if (bytes == null) return null; // gone meanwhile
            if (!await IsBeginningAsync(there.Key, bytes, content, stop)) return PutResult.Taken;
        }

        return there.Bytes == content.Length ? PutResult.Same : null;
    }

    private async Task<bool> IsBeginningAsync(string key, Stream there, Stream content, CancellationToken stop)
    {
        content.Position = 0;
        var (theirs, ours) = (new byte[64 << 10], new byte[64 << 10]);
        while (await ReadAsync(key, there, theirs, stop) is > 0 and var read)
        {
            await content.ReadExactlyAsync(ours.AsMemory(0, read), stop);
            if (!theirs.AsSpan(0, read).SequenceEqual(ours.AsSpan(0, read))) return false;
        }

        return true;
    }

    private async Task<int> ReadAsync(string key, Stream from, Memory<byte> to, CancellationToken stop)
    {
        try
        {
            return await from.ReadAsync(to, stop);
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            throw _faults.Of($"read '{key}'", fault);
        }
    }

    private Task<PutObjectResponse> PutWholeAsync(string key, Stream content, string contentType, string digest, CancellationToken stop)
        => CallAsync($"put '{key}'", token =>
        {
            content.Position = 0;
            var request = new PutObjectRequest
            {
                BucketName = _options.Bucket,
                Key = key,
                InputStream = content,
                AutoCloseStream = false,
                ContentType = contentType,
                // Servers that are not Amazon's may store the framing of signed chunks as if it were content.
                UseChunkEncoding = false,
            };
            request.Metadata[DigestName] = digest;
            return _client.PutObjectAsync(request, token);
        }, stop);

    private void OnRequest(object sender, RequestEventArgs e)
    {
        // This version of the SDK has no property for it.
        if (_isConditional && e is WebServiceRequestEventArgs { Request: PutObjectRequest or CompleteMultipartUploadRequest } request) request.Headers["If-None-Match"] = "*";
    }

    private async Task<T> CallAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        return await _retry.ExecuteAsync(async token =>
        {
            while (true)
            {
                try
                {
                    return await call(token);
                }
                catch (AmazonS3Exception answer) when (answer.StatusCode == System.Net.HttpStatusCode.NotImplemented && _isConditional)
                {
                    _isConditional = false;
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !token.IsCancellationRequested)
                {
                    throw _faults.Of(what, fault);
                }
            }
        }, stop);
    }
}
