namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>Tests that share sixteen running cameras, alone: they count the process's threads and sockets, and other cameras' losses.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection
{
    public const string Name = "stream faults";
}
