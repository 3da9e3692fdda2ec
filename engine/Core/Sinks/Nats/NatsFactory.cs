using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Client;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Makes <c>nats</c> stages.</summary>
public sealed class NatsFactory : StageFactory<NatsOptions>
{
    /// <inheritdoc/>
    public override string Use => "nats";

    /// <inheritdoc/>
    public override string Summary => "Publishes a summary of each source every few seconds, keyframes and events as they happen, and the engine's health, over NATS.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(NatsOptions options)
    {
        if (NatsServers.Fault(options.Url) is { } fault) yield return ("url", fault);
        if (!NatsEncoder.IsSubject(options.Subject)) yield return ("subject", $"'{options.Subject}' is no subject: dotted words without blanks, * and >.");
        if (options.Tls is { Certificate: null, Key: not null }) yield return ("tls.key", "is the key to no certificate: name that with 'certificate'.");
        if (options.Credentials is { } path && string.IsNullOrWhiteSpace(path)) yield return ("credentials", "is no path.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] NatsOptions options) => new NatsSink(context, options);
}
