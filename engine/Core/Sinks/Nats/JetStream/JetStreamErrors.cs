namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>The error codes that this client tells apart.</summary>
/// <remarks>https://github.com/nats-io/nats-server/blob/main/server/errors.json</remarks>
internal static class JetStreamErrors
{
    public const int MessageNotFound = 10037;
    public const int NotEnabled = 10039;
    public const int MessageTooLarge = 10054;
    public const int StreamNameInUse = 10058;
    public const int StreamNotFound = 10059;
    public const int SubjectsOverlap = 10065;
    public const int WrongLastSequence = 10071;
}
