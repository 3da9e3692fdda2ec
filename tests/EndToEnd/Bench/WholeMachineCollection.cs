namespace Sluice.EndToEnd.Tests.Bench;

/// <summary>Tests that run whole benches, alone: they take every core, and what runs beside them would see faults that are none.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachineCollection
{
    public const string Name = "whole machine";
}
