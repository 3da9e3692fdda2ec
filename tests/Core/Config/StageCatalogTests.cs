using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Config;

public sealed class StageCatalogTests
{
    [Fact]
    public void BuiltInStages_Each_IsSound()
        => Assert.All(BuiltInStages.Catalog().Factories, f => Assert.Null(StageCatalog.FaultOf(f)));
}
