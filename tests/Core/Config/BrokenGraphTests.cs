using Sluice.Core.Config;

namespace Sluice.Tests.Config;

/// <summary>
/// Every <c>broken/NN-name.yaml</c> fails with exactly the errors of <c>broken/NN-name.txt</c>. A first line <c># set: path=value</c> in
/// the graph adds an override. With <c>SLUICE_ACCEPT=1</c> the expected texts are written instead; read the difference before committing it.
/// </summary>
public sealed class BrokenGraphTests
{
    public static TheoryData<string> Graphs()
    {
        var names = Directory.GetFiles(GraphText.Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order();
        return [.. names.OfType<string>()];
    }

    [Theory, MemberData(nameof(Graphs))]
    public void Load_BrokenGraph_ReportsEveryErrorInOrder(string name)
    {
        var text = File.ReadAllText(Path.Combine(GraphText.Folder, name + ".yaml"));
        var sets = text.Split('\n').Where(l => l.StartsWith("# set: ", StringComparison.Ordinal)).Select(l => l["# set: ".Length..]);
        var environment = new Dictionary<string, string> { ["GATE_PASSWORD"] = "hunter22", ["COUNT"] = "many", ["EMPTY"] = "" };
        var options = new LoadOptions { Sets = [.. sets], Environment = n => environment.GetValueOrDefault(n) };

        var fault = Assert.Throws<ConfigException>(
            () => GraphLoader.Parse(text, $"{name}.yaml", GraphText.Folder, TestStages.Catalog, options));

        var actual = string.Join('\n', fault.Errors).Replace(GraphText.Folder, "FOLDER", StringComparison.Ordinal) + "\n";
        var expected = Path.Combine(GraphText.Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1") File.WriteAllText(expected, actual);
        Assert.Equal(File.ReadAllText(expected), actual);
    }

    [Fact]
    public void BrokenGraphs_Count_IsAtLeastForty() => Assert.True(Graphs().Count >= 40);
}
