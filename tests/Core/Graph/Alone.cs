namespace Sluice.Tests.Graph;

/// <summary>Tests that measure the process: nothing runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
