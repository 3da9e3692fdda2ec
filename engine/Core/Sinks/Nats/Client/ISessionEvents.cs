namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Told of what a server says besides messages; must be quick.</summary>
internal interface ISessionEvents
{
    /// <summary>It complains.</summary>
    void OnError(NatsEndpoint endpoint, string text);

    /// <summary>It says something new of itself.</summary>
    /// <returns>Whether to leave it.</returns>
    bool OnInfo(NatsEndpoint endpoint, NatsServerInfo info);
}
