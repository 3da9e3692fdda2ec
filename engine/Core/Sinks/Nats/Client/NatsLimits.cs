namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>The most that is taken from a server.</summary>
/// <param name="LineBytes">Of one line; INFO with many cluster addresses is the longest.</param>
/// <param name="PayloadBytes">Of a message, headers included.</param>
internal readonly record struct NatsLimits(int LineBytes, int PayloadBytes)
{
    /// <summary>64 KiB a line, 8 MiB a message.</summary>
    public static readonly NatsLimits Default = new(64 << 10, 8 << 20);
}
