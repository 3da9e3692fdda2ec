namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>A NATS server refused something, or what was given to reach it cannot be used.</summary>
/// <param name="message">The server, its words and what would help; without secrets.</param>
/// <param name="inner">The cause, if any.</param>
public class NatsException(string message, Exception? inner = null) : Exception(message, inner);
