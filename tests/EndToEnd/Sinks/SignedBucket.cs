using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Sluice.Tests.Sinks;

/// <summary>
/// A bucket in memory that checks the signature of every request (AWS Signature Version 4, computed here from its description), knows
/// <c>If-None-Match</c>, and answers what a test says instead.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
/// </summary>
internal sealed class SignedBucket : IAsyncDisposable
{
    public const string Key = "AKIDEXAMPLE";
    public const string Secret = "a-secret-of-tests";
    private readonly WebApplication _app;

    private SignedBucket()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.First();

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers instead of the bucket; null lets the bucket answer. Given the request and its number, from 1.</summary>
    public Func<HttpRequest, int, (int Status, string Code)?> Instead { get; set; } = static (_, _) => null;

    public static async Task<SignedBucket> StartAsync()
    {
        var bucket = new SignedBucket();
        await bucket._app.StartAsync();
        return bucket;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Requests.Enqueue($"{request.Method} {request.Path.Value}{request.QueryString} {request.Headers.IfNoneMatch}".TrimEnd());
        if (Instead(request, Requests.Count) is { } said) await RefuseAsync(response, said.Status, said.Code);
        else if (SignatureOf(context, body.ToArray()) is not { } signature || !request.Headers.Authorization.ToString().EndsWith($"Signature={signature}", StringComparison.Ordinal))
            await RefuseAsync(response, 403, "SignatureDoesNotMatch");
        else if (request.Method == "PUT" && request.Headers.IfNoneMatch == "*" && Objects.ContainsKey(request.Path.Value!)) await RefuseAsync(response, 412, "PreconditionFailed");
        else if (request.Method == "PUT") Objects[request.Path.Value!] = body.ToArray();
        else if (!Objects.TryGetValue(request.Path.Value!, out var found)) response.StatusCode = 404;
        else if (request.Method == "GET") await response.Body.WriteAsync(found);
        else response.ContentLength = found.Length;
    }

    private static async Task RefuseAsync(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.ContentType = "application/xml";
        if (response.HttpContext.Request.Method != "HEAD") await response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>as the test says</Message></Error>");
    }

    private static string? SignatureOf(HttpContext context, byte[] body)
    {
        var request = context.Request;
        var parts = request.Headers.Authorization.ToString().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["AWS4-HMAC-SHA256", var credential, var signed, _] || !credential.StartsWith($"Credential={Key}/", StringComparison.Ordinal)) return null;
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash != "UNSIGNED-PAYLOAD" && hash != Convert.ToHexStringLower(SHA256.HashData(body))) return null;
        var scope = credential.Split('/')[1..];
        var names = signed["SignedHeaders=".Length..];
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = target.Length == 1 ? "" : string.Join('&', target[1].Split('&').Select(static one => one.Contains('=', StringComparison.Ordinal) ? one : one + "=").Order(StringComparer.Ordinal));
        var headers = string.Concat(names.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        var canonical = $"{request.Method}\n{target[0]}\n{query}\n{headers}\n{names}\n{hash}";
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["x-amz-date"]}\n{string.Join('/', scope)}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), static (last, part) => HMACSHA256.HashData(last, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
