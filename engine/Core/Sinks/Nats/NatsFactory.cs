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
    public override string Summary => "Publishes a summary of each source every few seconds, keyframes as they are chosen and events as they happen, over NATS.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(NatsOptions options)
    {
        if (NatsServers.Fault(options.Url) is { } fault) yield return ("url", fault);
        if (!NatsEncoder.IsSubject(options.Subject)) yield return ("subject", $"'{options.Subject}' is no subject: dotted words without blanks, * and >.");
        if (options.Interval <= TimeSpan.Zero) yield return ("interval", "must be longer than nothing, such as 10s.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] NatsOptions options) => new NatsSink(context, options);
}
