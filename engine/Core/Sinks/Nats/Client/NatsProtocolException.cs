namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>What came is not the NATS protocol, or larger than it may be. The connection is of no more use.</summary>
/// <param name="message">What came.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class NatsProtocolException(string message, Exception? inner = null) : Exception(message, inner);
