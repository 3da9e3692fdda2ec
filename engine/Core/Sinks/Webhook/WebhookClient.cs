using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Sluice.Core.Sinks.Delivery;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Posts messages and reads answers. What it says of itself names the host alone: paths, queries and headers hold secrets.</summary>
internal sealed class WebhookClient : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly string _shown;

    /// <summary>A client that has sent nothing.</summary>
    public WebhookClient(WebhookOptions options, TimeProvider time)
    {
        (_options, _time, _url) = (options, time, new(options.Url));
        _shown = $"webhook at {_url.Scheme}://{_url.Authority}";
        _http = new(new SocketsHttpHandler
        {
            // A redirect would carry a signed body elsewhere.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Tries to post a message; the spool's header is its id and media type, the payload its body.</summary>
    public async Task<Verdict> DeliverAsync(Parcel parcel, CancellationToken stop)
    {
        var (id, title, contentType) = WebhookEntry.Read(parcel.Header);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var request = RequestOf(id, title, contentType, parcel.Payload);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return VerdictOf(answer);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Verdict.Again($"The {_shown} did not answer within {_options.Timeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException fault)
        {
            return Verdict.Again($"The {_shown} cannot be reached: {Reason(fault)}");
        }
        catch (IOException fault)
        {
            return Verdict.Again($"The connection to the {_shown} broke: {fault.Message}");
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(string id, string title, string contentType, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.UserAgent.Add(new("Sluice", null));
        request.Headers.Add("Idempotency-Key", id);
        if (_options.Template == WebhookTemplate.Ntfy) request.Headers.TryAddWithoutValidation("Title", title);
        if (_options.Secret is { Length: > 0 } secret)
        {
            var timestamp = WebhookSignature.Timestamp(_time.GetUtcNow());
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, body));
        }

        foreach (var (name, value) in _options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private Verdict VerdictOf(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode) return Verdict.Delivered;
        var words = $"The {_shown} answers {status} {answer.StatusCode}";
        // What a new key, or patience, may heal is tried again; what the receiver finds wrong with the message itself is not.
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Verdict.Again($"{words}: check url, secret and headers", RetryAfter(answer)),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests => Verdict.Again(words, RetryAfter(answer)),
            _ when status >= 500 => Verdict.Again(words, RetryAfter(answer)),
            _ when status is >= 300 and < 400 => Verdict.Refused($"{words}: redirects are not followed; write the final url"),
            _ => Verdict.Refused(words),
        };
    }

    // Seconds, with decimals where the server is not exact; or a date.
    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Retry-After", out var values)) return null;
        var text = values.FirstOrDefault();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6) return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        var left = at - _time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static string Reason(HttpRequestException fault)
    {
        Exception cause = fault;
        while (cause is not AuthenticationException && cause.InnerException is { } inner) cause = inner;
        return cause.Message.TrimEnd('.');
    }
}
