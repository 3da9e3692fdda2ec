namespace Sluice.EndToEnd.Tests.Observability;

/// <summary>Tests that look at one and the same run.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedCollection : ICollectionFixture<ObservedRun>
{
    public const string Name = "observed run";
}
