namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>One header of a message.</summary>
/// <param name="Name">Without colon and line end.</param>
/// <param name="Value">Without line end.</param>
internal readonly record struct NatsHeader(string Name, string Value);
