using System.Runtime.Loader;
using Sluice.Abstractions;
using Sluice.Core.Plugins;

namespace Sluice.Tests.Plugins;

public sealed class PluginLoaderTests
{
    [Fact]
    public void Load_GoodPluginsAmongBadOnes_LoadsThem()
    {
        var set = PluginFolders.LoadFixtures();

        Assert.Equal(["hangs", "throws", "throws_when_made"], set.Factories.Select(f => f.Use).Order());
        var plugin = Assert.Single(set.Plugins);
        Assert.Equal(Path.Combine(PluginFolders.Fixtures, "Misbehaving", "Misbehaving.dll"), plugin.Path);
    }

    [Fact]
    public void Load_MissingDependency_SaysWhich()
    {
        var failure = Assert.Single(PluginFolders.LoadFixtures().Failures, f => f.Name == "Orphan");

        Assert.Contains("OrphanLibrary", failure.Reason, StringComparison.Ordinal);
        Assert.StartsWith($"plugin 'Orphan' ({Path.Combine(PluginFolders.Fixtures, "Orphan", "Orphan.dll")}): ", failure.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FactoryThatThrows_SaysWhat()
    {
        var failure = Assert.Single(PluginFolders.LoadFixtures().Failures, f => f.Name == "BrokenFactory");

        Assert.Equal("Sluice.Fixtures.BrokenFactory.BrokenFactoryFactory cannot be made: InvalidOperationException: the licence file is missing",
            failure.Reason);
    }

    [Fact]
    public void Load_GarbageAndEmptyFolders_AreReportedOneByOne()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-plugins").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "Empty"));
            Directory.CreateDirectory(Path.Combine(folder, "Garbage"));
            File.WriteAllText(Path.Combine(folder, "Garbage", "Garbage.dll"), "MZ, but nothing else");

            var failures = PluginLoader.Load([folder], []).Failures.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal)).ToList();

            Assert.Equal(["Empty", "Garbage"], failures.Select(f => f.Name));
            Assert.Equal("there is no such file; a plugin's assembly is named like its folder.", failures[0].Reason);
            Assert.Equal("the file is no .NET assembly, or one for another platform.", failures[1].Reason);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Load_FolderThatIsNotThere_IsReported()
    {
        var failure = Assert.Single(PluginLoader.Load(["no/such/folder"], []).Failures);

        Assert.Equal("the plugin folder does not exist.", failure.Reason);
    }

    [Fact]
    public void Load_NameTheEngineHas_LeavesTheStageOutAndKeepsTheOthers()
    {
        var set = PluginLoader.Load([PluginFolders.Fixtures], ["throws"]);

        Assert.Equal(["hangs", "throws_when_made"], set.Factories.Select(f => f.Use).Order());
        Assert.Contains(set.Failures, f => f.Reason == "its stage 'throws' is left out: the engine itself has one of that name already.");
    }

    [Fact]
    public void Load_Plugin_LivesInItsOwnContextAndSharesTheContract()
    {
        var factory = PluginFolders.LoadFixtures().Factories.First();

        var context = AssemblyLoadContext.GetLoadContext(factory.GetType().Assembly)!;

        Assert.True(context.IsCollectible);
        Assert.Same(typeof(IStage).Assembly, factory.GetType().BaseType!.Assembly);
    }

    [Fact]
    public void Load_ShippedPlugins_AllLoad()
    {
        var set = PluginLoader.Load([PluginFolders.Shipped], []);

        Assert.Empty(set.Failures);
        Assert.Contains(set.Factories, f => f.Use == "scene_change");
    }
}
