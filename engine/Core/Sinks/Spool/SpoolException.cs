namespace Sluice.Core.Sinks.Spool;

/// <summary>A spool cannot be opened.</summary>
public sealed class SpoolException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="message">What is wrong, and what would help.</param>
    /// <param name="inner">The cause, if any.</param>
    public SpoolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
