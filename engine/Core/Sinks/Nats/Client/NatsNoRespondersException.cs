namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Nobody listens where a request was sent.</summary>
/// <param name="subject">Where.</param>
internal sealed class NatsNoRespondersException(string subject) : NatsException($"Nobody answers on '{subject}'.");
