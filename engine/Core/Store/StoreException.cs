namespace Sluice.Core.Store;

/// <summary>The embedded store, or a server run beside the engine, cannot be started or used; the message says why and what would help.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">One or more lines for people.</param>
    /// <param name="inner">The cause, if any.</param>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
