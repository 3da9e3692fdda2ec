namespace Sluice.Tests.Sinks;

/// <summary>Tests that share one embedded store: starting one takes half a second.</summary>
[CollectionDefinition(Name)]
public sealed class StoreCollection : ICollectionFixture<StoreFixture>
{
    public const string Name = "store";
}
