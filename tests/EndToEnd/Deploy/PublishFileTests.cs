using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Deploy;

/// <summary>What a publish takes along; that the result runs is checked by config/deploy/check, which publishes.</summary>
public sealed class PublishFileTests
{
    private static readonly XDocument Targets = XDocument.Parse(DeployFiles.Text("engine/Host/Publish.targets"));

    [Theory, InlineData("PluginProject"), InlineData("GraphFile"), InlineData("ModelFile")]
    public void Files_OfEveryKind_AreMatched(string item) => Assert.NotEmpty(Matched(item));

    [Fact]
    public void Plugins_AllOfThem_AreTaken()
        => Assert.Equal(Directory.GetDirectories(Path.Combine(Repository.Root, "plugins")).Where(static folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(Path.GetFileName).Order(),
            Matched("PluginProject").Select(static path => Path.GetFileNameWithoutExtension(path)).Order());

    [Fact]
    public void Models_ThatThePublishedGraphsName_AreTakenWithTheirCards()
    {
        var taken = Matched("ModelFile").ToHashSet(StringComparer.Ordinal);
        var graphs = Matched("GraphFile").Where(static path => Path.GetFileName(path) != "compose.yaml").ToList();
        var models = graphs.SelectMany(static path => GraphLoader.Load(path, BuiltInStages.Catalog()).Models).ToList();

        Assert.NotEmpty(models);
        Assert.All(models, model => Assert.Contains(model.ModelPath, taken));
        Assert.All(models, model => Assert.Contains(Path.Combine(Path.GetDirectoryName(model.ModelPath)!, "card.yaml"), taken));
    }

    private static IEnumerable<string> Matched(string item) => Targets.Descendants(item).First().Attribute("Include")!.Value.Split(';').SelectMany(static pattern =>
    {
        var below = pattern.Replace("$(SluiceRoot)", "", StringComparison.Ordinal);
        var regex = new Regex("^" + Regex.Escape(below).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");
        var folder = Path.Combine(Repository.Root, below.Split('/')[0]);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => regex.IsMatch(Path.GetRelativePath(Repository.Root, path)));
    });
}
