using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Tests.Sinks;

/// <summary>The object store against a real S3 server.</summary>
public sealed class S3ObjectStoreTests
{
    [ServerFact("s3rver")]
    public async Task Objects_PutListGetDelete_AreAsInAnyBucket()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        using var store = server.Open();
        await store.CheckAsync(default);
        foreach (var key in new[] { "a b/ü.txt", "a b/+1.txt", "c.txt" }) Assert.Equal(PutResult.Written, await PutAsync(store, key, Encoding.UTF8.GetBytes(key)));
        Assert.Equal(PutResult.Same, await PutAsync(store, "c.txt", "c.txt"u8.ToArray()));
        Assert.Equal(PutResult.Taken, await PutAsync(store, "c.txt", "d.txt"u8.ToArray()));
        Assert.Equal(5, (await store.HeadAsync("c.txt", default))!.Bytes);
        Assert.Null(await store.HeadAsync("d.txt", default));
        await using (var content = await store.OpenAsync("a b/ü.txt", default))
        using (var reader = new StreamReader(content!)) Assert.Equal("a b/ü.txt", await reader.ReadToEndAsync());
        Assert.Null(await store.OpenAsync("d.txt", default));
        Assert.Equal(["a b/+1.txt", "a b/ü.txt", "c.txt"], await server.KeysAsync());
        await store.DeleteAsync("c.txt", default);
        await store.DeleteAsync("c.txt", default);
        Assert.Null(await store.HeadAsync("c.txt", default));
    }

    /// <summary>A server may keep what came of an upload, under what its request said of the whole or with nothing said of it.</summary>
    [ServerFact("s3rver")]
    public async Task Put_WhereAServerKeptACutOffUploadOfTheSame_PutsItWhole()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        using var store = server.Open();
        var whole = "the whole picture"u8.ToArray();
        foreach (var (key, bytes, digest) in new[] { ("said.jpg", 8, Digest(whole)), ("unsaid.jpg", 8, null), ("empty.jpg", 0, null) })
        {
            await PutForeignAsync(server, key, whole[..bytes], digest);
            Assert.Equal(PutResult.Written, await PutAsync(store, key, whole));
            Assert.Equal(whole.Length, (await store.HeadAsync(key, default))!.Bytes);
        }
    }

    [ServerFact("s3rver")]
    public async Task Put_WhereAnotherWriterPutAnObject_LeavesItUnlessItIsTheSame()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        using var store = server.Open();
        var ours = "the whole picture"u8.ToArray();
        foreach (var (key, theirs, said) in new[]
        {
            ("same.jpg", "the whole picture", PutResult.Same), ("other.jpg", "the wholx picture", PutResult.Taken), ("short.jpg", "the wholx", PutResult.Taken),
            ("long.jpg", "the whole picture, and more", PutResult.Taken),
        })
        {
            await PutForeignAsync(server, key, Encoding.UTF8.GetBytes(theirs), null);
            Assert.Equal(said, await PutAsync(store, key, ours));
            await using var there = await store.OpenAsync(key, default);
            using var reader = new StreamReader(there!);
            Assert.Equal(theirs, await reader.ReadToEndAsync());
        }
    }

    [ServerFact("s3rver")]
    public async Task Put_LargerThanAPart_ArrivesWholeAndIsKnownAgain()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        using var store = new S3ObjectStore(server.Options with { PartSize = new(5 << 20) }, TimeProvider.System);
        var bytes = new byte[(11 << 20) + 17];
        new Random(5).NextBytes(bytes);
        Assert.Equal(PutResult.Written, await PutAsync(store, "clip.mp4", bytes));
        await using (var content = await store.OpenAsync("clip.mp4", default))
        {
            using var back = new MemoryStream();
            await content!.CopyToAsync(back);
            Assert.True(back.GetBuffer().AsSpan(0, (int)back.Length).SequenceEqual(bytes));
        }

        Assert.Equal(PutResult.Same, await PutAsync(store, "clip.mp4", bytes));
        bytes[7]++;
        Assert.Equal(PutResult.Taken, await PutAsync(store, "clip.mp4", bytes));
    }

    [ServerFact("s3rver")]
    public async Task Put_WhatIsNotSetUp_SaysWhoseFaultItIs()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        Assert.Equal(ObjectFault.Bucket, (await FaultAsync(server.Options with { Bucket = "nothere" })).Fault);
        var credentials = await FaultAsync(server.Options with { AccessKey = "UNKNOWN", SecretKey = "very-secret" });
        Assert.Equal(ObjectFault.Credentials, credentials.Fault);
        Assert.DoesNotContain("very-secret", credentials.ToString(), StringComparison.Ordinal);
        await server.KillAsync();
        var network = await FaultAsync(server.Options);
        Assert.Equal(ObjectFault.Network, network.Fault);
        Assert.Contains($"127.0.0.1:{server.Port}", network.Message, StringComparison.Ordinal);
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private static async Task PutForeignAsync(S3ServerFixture server, string key, byte[] bytes, string? digest)
    {
        using var client = new AmazonS3Client("S3RVER", "S3RVER", new AmazonS3Config { ServiceURL = server.Options.Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        using var content = new MemoryStream(bytes);
        var request = new PutObjectRequest { BucketName = S3ServerFixture.Bucket, Key = key, InputStream = content, UseChunkEncoding = false };
        if (digest != null) request.Metadata["x-amz-meta-sha256"] = digest;
        await client.PutObjectAsync(request);
    }

    private static async Task<ObjectStoreException> FaultAsync(S3StoreOptions options)
    {
        using var store = new S3ObjectStore(options, TimeProvider.System, attempts: 2);
        return await Assert.ThrowsAsync<ObjectStoreException>(() => PutAsync(store, "one.txt", [1]));
    }

    private static async Task<PutResult> PutAsync(S3ObjectStore store, string key, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        return await store.PutAsync(key, content, "application/octet-stream", default);
    }
}
