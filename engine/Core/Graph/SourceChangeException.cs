namespace Sluice.Core.Graph;

/// <summary>A change to the sources of a running engine that could not be made; nothing was changed.</summary>
/// <param name="fault">What kind of fault.</param>
/// <param name="message">What is wrong, and what would be right.</param>
/// <param name="cause">What it came of, if anything.</param>
public sealed class SourceChangeException(SourceChangeFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What kind of fault.</summary>
    public SourceChangeFault Fault { get; } = fault;
}
