using System.Buffers;
using Amazon.S3.Model;

namespace Sluice.Core.Sinks.Objects;

/// <content>Objects that go in parts.</content>
internal sealed partial class S3ObjectStore
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    private async Task PutPartsAsync(string key, Stream content, string contentType, string digest, CancellationToken stop)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = _options.Bucket, Key = key, ContentType = contentType };
        begin.Metadata[DigestName] = digest;
        var upload = (await CallAsync($"begin '{key}'", token => _client.InitiateMultipartUploadAsync(begin, token), stop)).UploadId;
        try
        {
            var parts = await SendPartsAsync(key, upload, content, stop);
            var end = new CompleteMultipartUploadRequest { BucketName = _options.Bucket, Key = key, UploadId = upload, PartETags = parts };
            await CallAsync($"complete '{key}'", token => _client.CompleteMultipartUploadAsync(end, token), stop);
        }
        catch
        {
            await AbortAsync(key, upload);
            throw;
        }
    }

    private async Task<List<PartETag>> SendPartsAsync(string key, string upload, Stream content, CancellationToken stop)
    {
        // A bucket takes at most 10,000 parts.
        var size = (int)Math.Max(_options.PartSize.Bytes, (content.Length / 10_000) + 1);
        var parts = new List<PartETag>();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            content.Position = 0;
            for (var number = 1; content.Position < content.Length; number++)
            {
                var length = await content.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, stop);
                if (length == 0) throw new EndOfStreamException($"'{key}' became shorter while it was sent.");
                var part = number;
                var answer = await CallAsync($"put part {part} of '{key}'", token => _client.UploadPartAsync(new()
                {
                    BucketName = _options.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = part,
                    InputStream = new MemoryStream(buffer, 0, length, writable: false),
                    PartSize = length,
                    UseChunkEncoding = false,
                }, token), stop);
                parts.Add(new(part, answer.ETag));
            }

            return parts;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // What was begun is paid for until it is taken back. Not every server can; a bucket's life cycle rule then has to.
    private async Task AbortAsync(string key, string upload)
    {
        using var limit = new CancellationTokenSource(AbortTimeout);
        try
        {
            await _client.AbortMultipartUploadAsync(new() { BucketName = _options.Bucket, Key = key, UploadId = upload }, limit.Token);
        }
        catch (Exception fault) when (fault is Amazon.Runtime.AmazonServiceException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The fault that led here is the one to tell.
        }
    }
}
