using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Core.Config;
using Sluice.Core.Stages;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Deploy;

public sealed partial class ImageFileTests
{
    private static readonly string File = DeployFiles.Text("Dockerfile.gpu");

    public static TheoryData<string> Graphs => [.. DeployFiles.Graphs];

    [Fact]
    public void Copy_FromTheContext_IsThereAndNotIgnored()
    {
        var ignored = DeployFiles.Text(".dockerignore").Split('\n');
        var sources = Copy().Matches(File).Where(static match => !match.Value.Contains("--from", StringComparison.Ordinal)).SelectMany(static match => match.Groups[1].Value.Split(' ')[..^1]).ToList();

        Assert.True(sources.Count > 8);
        foreach (var source in sources)
        {
            var path = Path.Combine(Repository.Root, source);
            Assert.True(System.IO.File.Exists(path) || Directory.Exists(path), $"{source} is not there");
            Assert.Contains(ignored, line => line.StartsWith('!') && (line[1..] == source.Split('/')[0] || line[1..].StartsWith(source + "/", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Variables_OfThisProgram_AreRead() => Assert.Empty(DeployFiles.UnknownVariables(File));

    [Theory, InlineData("HEALTHCHECK"), InlineData("CMD")]
    public void Command_OfTheImage_IsTakenByTheProgram(string instruction)
    {
        var words = JsonSerializer.Deserialize<string[]>(Regex.Match(File, $@"^{instruction} .*?(\[.*\])$", RegexOptions.Multiline).Groups[1].Value)!;
        Assert.Empty(DeployFiles.Refusals(words[0] == "sluice" ? words[1..] : words));
    }

    [Fact]
    public void Port_Exposed_IsThatOfTheGraphsAndOfTheHealthCommand()
    {
        var port = Regex.Match(File, @"^EXPOSE (\d+)$", RegexOptions.Multiline).Groups[1].Value;
        foreach (var name in DeployFiles.Graphs) Assert.Contains($"metrics: \"0.0.0.0:{port}\"", DeployFiles.Text("config/" + name), StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", DeployFiles.Text("engine/Host/Commands/HealthCommand.cs"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Graphs))]
    public void Graph_ThatIsDeployed_LoadsWithoutWarning(string name)
        => Assert.Empty(GraphLoader.Load(Path.Combine(DeployFiles.Config, name), BuiltInStages.Catalog(), new() { Environment = static variable => variable == "SLUICE_MODEL" ? Path.Combine(Repository.Root, "models/demo") : null }).Warnings);

    [GeneratedRegex(@"^COPY (.*)$", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
