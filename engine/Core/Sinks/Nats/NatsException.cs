namespace Sluice.Core.Sinks.Nats;

/// <summary>A NATS server refused the connection, or asks for what this client cannot do.</summary>
/// <param name="message">The server, its words and what would help; without secrets.</param>
public sealed class NatsException(string message) : Exception(message);
