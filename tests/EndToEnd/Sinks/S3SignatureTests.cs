using System.Text;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Tests.Sinks;

/// <summary>What s3rver does not check: signatures, conditions and what a server in trouble answers.</summary>
public sealed class S3SignatureTests
{
    [Fact]
    public async Task Put_RightSecret_IsSignedAsTheServerExpects()
    {
        await using var bucket = await SignedBucket.StartAsync();
        using var store = Open(bucket);
        Assert.Equal(PutResult.Written, await PutAsync(store, "a b/ü+1.jpg"));
        Assert.Equal(["/shots/a b/ü+1.jpg"], bucket.Objects.Keys);
        Assert.Equal("hello"u8.ToArray(), bucket.Objects.Values.Single());
    }

    [Fact]
    public async Task Put_WrongSecret_IsTheCredentialsFault()
    {
        await using var bucket = await SignedBucket.StartAsync();
        using var store = Open(bucket, "another-secret");
        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => PutAsync(store, "one.jpg"));
        Assert.Equal(ObjectFault.Credentials, fault.Fault);
        Assert.DoesNotContain("another-secret", fault.ToString(), StringComparison.Ordinal);
        Assert.Empty(bucket.Objects);
    }

    [Theory]
    [InlineData("hello", PutResult.Same)]
    [InlineData("hallo", PutResult.Taken)]
    [InlineData("hello!", PutResult.Taken)]
    public async Task Put_SomebodyFasterBetweenLookAndPut_IsNotReplaced(string other, object expected)
    {
        await using var bucket = await SignedBucket.StartAsync();
        using var store = Open(bucket);
        bucket.Instead = (_, number) =>
        {
            if (number == 1) bucket.Objects["/shots/one.jpg"] = Encoding.UTF8.GetBytes(other);
            return number == 1 ? (404, "") : null;
        };
        Assert.Equal((PutResult)expected, await PutAsync(store, "one.jpg"));
        Assert.Contains("PUT /shots/one.jpg *", bucket.Requests);
    }

    [Fact]
    public async Task Put_ServerThatKnowsNoConditions_IsAskedWithout()
    {
        await using var bucket = await SignedBucket.StartAsync();
        bucket.Instead = static (request, _) => request.Headers.IfNoneMatch.Count > 0 ? (501, "NotImplemented") : null;
        using var store = Open(bucket);
        Assert.Equal(PutResult.Written, await PutAsync(store, "one.jpg"));
        Assert.Equal(PutResult.Written, await PutAsync(store, "two.jpg"));
        Assert.Equal(["HEAD /shots/one.jpg", "PUT /shots/one.jpg *", "PUT /shots/one.jpg", "HEAD /shots/two.jpg", "PUT /shots/two.jpg"], bucket.Requests);
    }

    [Fact]
    public async Task Put_ServerInTrouble_IsTriedAgain()
    {
        await using var bucket = await SignedBucket.StartAsync();
        bucket.Instead = static (_, number) => number is 2 or 3 ? (503, "SlowDown") : null;
        using var store = Open(bucket);
        Assert.Equal(PutResult.Written, await PutAsync(store, "one.jpg"));
        Assert.Equal(4, bucket.Requests.Count);
    }

    [Theory]
    [InlineData(503, "SlowDown", ObjectFault.Server)]
    [InlineData(403, "AccessDenied", ObjectFault.Credentials)]
    [InlineData(403, "RequestTimeTooSkewed", ObjectFault.Credentials)]
    [InlineData(404, "NoSuchBucket", ObjectFault.Bucket)]
    [InlineData(400, "AuthorizationHeaderMalformed", ObjectFault.Bucket)]
    [InlineData(400, "EntityTooLarge", ObjectFault.Refused)]
    public async Task Put_Refusal_SaysWhoseFaultItIs(int status, string code, object expected)
    {
        await using var bucket = await SignedBucket.StartAsync();
        bucket.Instead = (request, _) => request.Method == "PUT" ? (status, code) : null;
        using var store = Open(bucket);
        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => PutAsync(store, "one.jpg"));
        Assert.Equal((ObjectFault)expected, fault.Fault);
        Assert.Contains(code, fault.Message, StringComparison.Ordinal);
    }

    private static S3ObjectStore Open(SignedBucket bucket, string secret = SignedBucket.Secret)
        => new(new() { Bucket = "shots", Endpoint = bucket.Url, AccessKey = SignedBucket.Key, SecretKey = secret }, TimeProvider.System, attempts: 3);

    private static async Task<PutResult> PutAsync(S3ObjectStore store, string key)
    {
        using var content = new MemoryStream("hello"u8.ToArray());
        return await store.PutAsync(key, content, "image/jpeg", default);
    }
}
