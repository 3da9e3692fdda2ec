namespace Sluice.Core.Stages.Decode;

/// <summary>Ends the reading of a stream for a reason that is known already.</summary>
/// <param name="fault">The reason.</param>
internal sealed class StreamFaultException(StreamFault fault) : Exception(fault.Message)
{
    /// <summary>The reason.</summary>
    public StreamFault Fault => fault;
}
