using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>Makes <c>webhook</c> stages.</summary>
public sealed class WebhookFactory : StageFactory<WebhookOptions>
{
    /// <inheritdoc/>
    public override string Use => "webhook";

    /// <inheritdoc/>
    public override string Summary => "Posts events, keyframes and changes of a source's state to a URL, signed, in the form that chat services or programs want.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(WebhookOptions options)
    {
        // Never shown, not even in part: the whole of it may be the secret.
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            yield return ("url", "is no http:// or https:// URL.");
        else if (url.UserInfo.Length > 0)
            yield return ("url", "has a user in it, which is not sent; write headers: { Authorization: \"Basic ...\" } instead.");
        if (options.Secret is { Length: < 8 }) yield return ("secret", "is shorter than 8 characters, which anybody can guess; leave it out to send unsigned.");
        if (options.On.Count == 0) yield return ("on", "wants at least one of events, keyframes and states.");
        foreach (var (name, value) in options.Headers)
            if (HeaderFault(name, value) is { } fault) yield return ("headers", $"'{name}' {fault}.");
        foreach (var fault in WebhookBody.Faults(options)) yield return fault;
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] WebhookOptions options) => new WebhookSink(context, options);

    private static string? HeaderFault(string name, string value)
    {
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return "is no name of a header";
        if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Sluice-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase) || name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            return "is a header that this stage writes itself";
        return value.Any(char.IsControl) ? "has a value with a control character" : null;
    }
}
