using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Config;

public sealed class ConfigurationPageTests
{
    [Fact]
    public void ConfigurationPage_AsCommitted_IsWhatTheTypesSay()
    {
        var page = Path.Combine(Repository.Root, "docs", "configuration.md");

        Assert.True(
            File.Exists(page) && File.ReadAllText(page) == ConfigReference.Write(BuiltInStages.Catalog()),
            "docs/configuration.md is stale; run: ./sluice schema --markdown > docs/configuration.md");
    }

    [Fact]
    public void BuiltInStages_Each_IsSound()
        => Assert.All(BuiltInStages.Catalog().Factories, f => Assert.Null(StageCatalog.FaultOf(f)));
}
