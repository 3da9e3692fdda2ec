using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace Sluice.Core.Sinks.Objects;

/// <summary>Turns what the SDK throws into whose fault it is and what would help.</summary>
/// <param name="where">The bucket and its server, as messages name them.</param>
internal sealed class S3Faults(string where)
{
    private static readonly string[] Signing =
    [
        "InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidSecurity",
        "AllAccessDisabled", "AccountProblem", "NotSignedUp", "Forbidden",
    ];

    private static readonly string[] Bucket = ["NoSuchBucket", "InvalidBucketName", "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];

    /// <summary>The fault behind an exception of a call.</summary>
    /// <param name="what">What was asked, such as <c>put 'key'</c>.</param>
    /// <param name="thrown">What the SDK threw.</param>
    public ObjectStoreException Of(string what, Exception thrown) => thrown switch
    {
        ObjectStoreException known => known,
        AmazonServiceException { StatusCode: not 0 } answer => OfAnswer(what, answer),
        OperationCanceledException => New(ObjectFault.Network, what, "the server did not answer in time", thrown),
        _ when Find<SocketException>(thrown) is { } socket => New(ObjectFault.Network, what, $"the server cannot be reached: {socket.Message}", thrown),
        _ when Find<AuthenticationException>(thrown) is { } tls => New(ObjectFault.Network, what, $"TLS failed: {tls.Message}", thrown),
        _ when Find<HttpRequestException>(thrown) is { } http => New(ObjectFault.Network, what, $"the connection broke: {http.Message}", thrown),
        _ when Find<IOException>(thrown) is { } io => New(ObjectFault.Network, what, $"the connection broke: {io.Message}", thrown),
        AmazonClientException client => New(
            ObjectFault.Credentials, what,
            $"there are no usable credentials: {client.Message.TrimEnd('.')}; give access_key and secret_key, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", thrown),
        _ => New(ObjectFault.Refused, what, thrown.Message.TrimEnd('.'), thrown),
    };

    private ObjectStoreException OfAnswer(string what, AmazonServiceException answer)
    {
        var code = string.IsNullOrEmpty(answer.ErrorCode) ? $"{(int)answer.StatusCode}" : answer.ErrorCode;
        if (answer.StatusCode == HttpStatusCode.PreconditionFailed) return New(ObjectFault.Exists, what, "the key is taken", answer);
        if (Bucket.Contains(code) || answer.StatusCode is HttpStatusCode.Moved or HttpStatusCode.TemporaryRedirect)
            return New(ObjectFault.Bucket, what, $"the bucket is not there ({code}): check bucket, endpoint and region", answer);
        if (code == "RequestTimeTooSkewed") return New(ObjectFault.Credentials, what, "this machine's clock differs from the server's by too much (RequestTimeTooSkewed)", answer);
        if (Signing.Contains(code) || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return New(ObjectFault.Credentials, what, $"the server refuses these credentials, or does not let them do this ({code}): check access_key, secret_key and the bucket's policy", answer);
        if (code is "NoSuchKey" or "NoSuchUpload" || answer.StatusCode == HttpStatusCode.NotFound) return New(ObjectFault.Missing, what, $"there is none ({code})", answer);
        var status = (int)answer.StatusCode;
        if ((status >= 500 && status != 501) || status is 408 or 425 or 429 || code is "SlowDown" or "RequestTimeout" or "OperationAborted" or "ConditionalRequestConflict")
            return New(ObjectFault.Server, what, $"the server has trouble ({status} {code})", answer);
        return New(ObjectFault.Refused, what, $"the server refuses it ({status} {code}): {answer.Message.TrimEnd('.')}", answer);
    }

    private ObjectStoreException New(ObjectFault fault, string what, string message, Exception inner) => new(fault, $"{where}: {what}: {message}.", inner);

    private static T? Find<T>(Exception? fault)
        where T : Exception
    {
        for (; fault != null; fault = fault.InnerException)
            if (fault is T found) return found;
        return null;
    }
}
