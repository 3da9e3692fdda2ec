namespace Sluice.Core.Sinks.Objects;

/// <summary>A store did not do what it was asked. The message names store, key and remedy, and no secret.</summary>
/// <param name="fault">Whose fault it is.</param>
/// <param name="message">One sentence.</param>
/// <param name="inner">The cause, if any.</param>
internal sealed class ObjectStoreException(ObjectFault fault, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whose fault it is.</summary>
    public ObjectFault Fault { get; } = fault;

    /// <summary>Whether the same call may succeed in a moment.</summary>
    public bool IsTransient => Fault is ObjectFault.Network or ObjectFault.Server;

    /// <summary>Whether nothing will change until somebody changes the settings or the bucket.</summary>
    public bool IsSetup => Fault is ObjectFault.Credentials or ObjectFault.Bucket;
}
