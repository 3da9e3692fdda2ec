using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sluice.EndToEnd.Tests.Deploy;

public sealed class ComposeFileTests
{
    private static readonly YamlNode File = DeployFiles.Yaml("config/compose.yaml");
    private static readonly Dictionary<string, YamlMappingNode> Services = ((YamlMappingNode)File["services"]).Children
        .ToDictionary(static pair => DeployFiles.Scalar(pair.Key), static pair => (YamlMappingNode)pair.Value);

    [Fact]
    public void Port_OfEveryService_IsOnTheLoopbackAddress()
        => Assert.All(Services.Values.SelectMany(static service => DeployFiles.Texts(service["ports"])), static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void Service_Every_RestartsAndIsPinnedAndHasAHealthCheck()
    {
        Assert.Equal(6, Services.Count);
        foreach (var (name, service) in Services)
        {
            Assert.Equal("unless-stopped", DeployFiles.Scalar(service["restart"]));
            // The engine's is in its image.
            Assert.True(name.StartsWith("engine", StringComparison.Ordinal) || service.Children.ContainsKey("healthcheck"), $"{name} has no health check");
            Assert.Matches(@":(cpu|gpu|.*\d)", DeployFiles.Scalar(service["image"]));
        }
    }

    [Fact]
    public void Secrets_AllOfThem_ComeFromTheEnvironmentFileAndHaveNoDefault()
    {
        var example = DeployFiles.Text("config/.env.example").Split('\n').Where(static line => line.Contains('=') && line[0] != '#').ToDictionary(static line => line[..line.IndexOf('=', StringComparison.Ordinal)], static line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var used = Regex.Matches(DeployFiles.Text("config/compose.yaml"), @"\$\{(\w+)(:\?)?").Select(static match => (Name: match.Groups[1].Value, IsRequired: match.Groups[2].Success)).Distinct().ToList();

        Assert.All(used.Where(static variable => variable.IsRequired), variable => Assert.Equal("", example[variable.Name]));
        Assert.All(used.Where(static variable => variable.Name.Contains("PASSWORD", StringComparison.Ordinal) || variable.Name.Contains("TOKEN", StringComparison.Ordinal)), static variable => Assert.True(variable.IsRequired, variable.Name));
        Assert.Contains("config/.env", DeployFiles.Text(".gitignore").Split('\n'));
        Assert.Contains("config/.env", DeployFiles.Text(".dockerignore").Split('\n'));
    }

    [Fact]
    public void Mounts_OfThisFolder_AreThereAndVolumesDeclared()
    {
        var declared = ((YamlMappingNode)File["volumes"]).Children.Keys.Select(DeployFiles.Scalar).ToHashSet(StringComparer.Ordinal);
        foreach (var from in Services.Values.SelectMany(static service => DeployFiles.Texts(service["volumes"])).Select(static volume => volume.Split(':')[0]))
        {
            if (!from.StartsWith('.')) Assert.Contains(from, declared);
            else Assert.True(Path.Exists(Path.Combine(DeployFiles.Config, from)), $"{from} is not there");
        }
    }

    [Theory, InlineData("engine"), InlineData("engine-gpu")]
    public void Engine_Command_IsTakenByTheProgram(string name) => Assert.Empty(DeployFiles.Refusals(DeployFiles.Texts(Services[name]["command"])));

    [Fact]
    public void Engine_VolumesAndVariables_AreThoseOfTheImage()
    {
        var image = DeployFiles.Text("Dockerfile.gpu");
        foreach (var target in DeployFiles.Texts(Services["engine"]["volumes"]).Where(static volume => !volume.StartsWith('.')).Select(static volume => volume.Split(':')[1]))
            Assert.Contains($"\"{target}\"", image, StringComparison.Ordinal);
        Assert.Empty(DeployFiles.UnknownVariables(DeployFiles.Text("config/compose.yaml")));
    }

    [Fact]
    public void Names_InGraphAndScrapeConfiguration_AreServicesOrTheirAliases()
    {
        var alias = DeployFiles.Scalar(Services["engine-gpu"]["networks"]["default"]["aliases"][0]);
        Assert.Equal($"{alias}:9464", DeployFiles.Scalar(DeployFiles.Yaml("config/prometheus/compose.yml")["scrape_configs"][0]["static_configs"][0]["targets"][0]));
        var hosts = Regex.Matches(DeployFiles.Text("config/compose-graph.yaml"), @"@(\w+):\d+").Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(["clickhouse", "nats"], hosts.Order(StringComparer.Ordinal));
        Assert.All(hosts, static host => Assert.Contains(host, Services.Keys));
        Assert.All(Services.Values.Where(static service => service.Children.ContainsKey("depends_on")).SelectMany(static service => ((YamlMappingNode)service["depends_on"]).Children),
            static pair => Assert.Equal("service_healthy", DeployFiles.Scalar(pair.Value["condition"])));
    }

    [Fact]
    public void Grafana_EveryVariableOfTheDataSources_IsSet()
    {
        var set = ((YamlMappingNode)Services["grafana"]["environment"]).Children.Keys.Select(DeployFiles.Scalar).ToHashSet(StringComparer.Ordinal);
        var wanted = Regex.Matches(DeployFiles.Text("config/grafana/provisioning/datasources/sluice.yaml"), @"\$\{(\w+)\}").Select(static match => match.Groups[1].Value).ToList();
        Assert.True(wanted.Count >= 6);
        Assert.All(wanted, name => Assert.Contains(name, set));
    }
}
