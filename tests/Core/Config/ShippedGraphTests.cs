using Sluice.Core.Config;
using Sluice.Core.Stages;

namespace Sluice.Tests.Config;

public sealed class ShippedGraphTests
{
    public static TheoryData<string> Graphs => [.. Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*.yaml").Select(static path => Path.GetFileName(path)!).Where(static name => name != "compose.yaml")];

    [Theory, MemberData(nameof(Graphs))]
    public void Load_ShippedGraph_HasNeitherFaultNorWarning(string name)
        => Assert.Empty(GraphLoader.Load(Path.Combine(Repository.Root, "config", name), BuiltInStages.Catalog()).Warnings);
}
