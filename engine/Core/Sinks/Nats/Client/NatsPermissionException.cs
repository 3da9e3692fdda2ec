namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>The server does not let this user publish there.</summary>
/// <param name="message">The subject and the server's words.</param>
internal sealed class NatsPermissionException(string message) : NatsException(message);
