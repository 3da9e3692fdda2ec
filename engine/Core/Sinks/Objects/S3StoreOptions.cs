using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Objects;

/// <summary>Where a bucket is and how it is used.</summary>
public record S3StoreOptions
{
    /// <summary>The bucket; it has to be there.</summary>
    [Description("The bucket; it has to be there."), Required, RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{1,62}")]
    public string Bucket { get; init; } = "";

    /// <summary>The server, for anything but Amazon's own.</summary>
    [Description("URL of the server, such as http://127.0.0.1:9000, for anything but Amazon's own.")]
    public string? Endpoint { get; init; }

    /// <summary>The region; null takes AWS_REGION, or <c>us-east-1</c> where an endpoint is given.</summary>
    [Description("The region; when left out AWS_REGION and the profile say, and us-east-1 is taken where an endpoint is given."), RegularExpression("[a-z0-9-]{1,40}")]
    public string? Region { get; init; }

    /// <summary>Whether the bucket stands in the path instead of the host name; null for where an endpoint is given.</summary>
    [Description("Whether the bucket stands in the path of requests instead of the host name; when left out, where an endpoint is given.")]
    public bool? PathStyle { get; init; }

    /// <summary>Id of the key to sign with; null for the default chain.</summary>
    [Description("Id of the access key, such as ${S3_KEY}; without it, the SDK's default chain: environment, profile, container, instance.")]
    public string? AccessKey { get; init; }

    /// <summary>The key's secret.</summary>
    [Description("Secret of the access key, such as ${S3_SECRET}; never printed.")]
    public string? SecretKey { get; init; }

    /// <summary>Token of credentials that expire.</summary>
    [Description("Token that belongs to credentials that expire; never printed.")]
    public string? SessionToken { get; init; }

    /// <summary>Size above which an object goes in parts of this size.</summary>
    [Description("Files larger than this go in parts of this size."), Range(5d * (1 << 20), 1L << 30)]
    public ByteSize PartSize { get; init; } = new(8 << 20);

    /// <summary>How long the server has for one request.</summary>
    [Description("How long the server has for one request, a part of a large file included."), Range(1, 3600)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is wrong with the options, beyond their types.</summary>
    internal IEnumerable<(string Key, string Message)> Faults()
    {
        if (Endpoint != null && !IsEndpoint(Endpoint))
            yield return ("endpoint", $"wants http://host:port or https://host, without user, path and query, not '{Config.Secrets.MaskUris(Endpoint)}'.");
        if (AccessKey is { Length: > 0 } != SecretKey is { Length: > 0 })
            yield return (AccessKey is { Length: > 0 } ? "secret_key" : "access_key", "is missing: access_key and secret_key go together; leave both out for the SDK's default chain.");
        else if (SessionToken != null && AccessKey == null)
            yield return ("session_token", "belongs to an access_key and a secret_key.");
    }

    private static bool IsEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && url is { Host.Length: > 0, UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" };

    /// <summary>What a record prints of itself: no secret.</summary>
    /// <param name="into">Where to.</param>
    /// <returns>True: something was printed.</returns>
    protected virtual bool PrintMembers(StringBuilder into)
    {
        into.Append("Bucket = ").Append(Bucket).Append(", Endpoint = ").Append(Endpoint).Append(", Region = ").Append(Region);
        return true;
    }
}
