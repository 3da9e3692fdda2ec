namespace Sluice.Native.Tests.Chdb;

/// <summary>A process opens one store only, so all tests of the embedded engine share it.</summary>
[CollectionDefinition(Name)]
public sealed class ChdbCollection : ICollectionFixture<ChdbFixture>
{
    public const string Name = "chdb";
}
