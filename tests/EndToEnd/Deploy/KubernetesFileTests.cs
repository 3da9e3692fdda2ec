using Sluice.Core.Web;
using YamlDotNet.RepresentationModel;

namespace Sluice.EndToEnd.Tests.Deploy;

public sealed class KubernetesFileTests
{
    private static readonly YamlNode Pod = DeployFiles.Yaml("config/kubernetes/daemonset.yaml")["spec"]["template"]["spec"];
    private static readonly YamlNode Container = Pod["containers"][0];

    [Fact]
    public void Kustomization_EveryFileItNames_IsThereAndEveryObjectIsNamed()
    {
        var folder = Path.Combine(DeployFiles.Config, "kubernetes");
        var file = DeployFiles.Yaml("config/kubernetes/kustomization.yaml");
        var resources = DeployFiles.Texts(file["resources"]).ToList();

        Assert.Equal(Directory.GetFiles(folder, "*.yaml").Select(static path => Path.GetFileName(path)).Where(static name => name != "kustomization.yaml").Order(StringComparer.Ordinal), resources.Order(StringComparer.Ordinal));
        Assert.All(DeployFiles.Texts(file["configMapGenerator"][0]["files"]), name => Assert.True(File.Exists(Path.Combine(folder, name)), name));
        Assert.Equal(DeployFiles.Scalar(file["configMapGenerator"][0]["name"]), DeployFiles.Scalar(Pod["volumes"][0]["configMap"]["name"]));
        Assert.Equal(DeployFiles.Scalar(file["images"][0]["name"]), DeployFiles.Scalar(Container["image"]));
    }

    [Theory, InlineData("startupProbe", "/startupz"), InlineData("livenessProbe", "/healthz"), InlineData("readinessProbe", "/readyz")]
    public void Probe_Path_IsOneOfTheEngine(string probe, string path)
    {
        var asked = Container[probe]["httpGet"];
        Assert.Equal(path, DeployFiles.Scalar(asked["path"]));
        Assert.True(HealthApi.Has(path));
        Assert.Equal(DeployFiles.Scalar(Container["ports"][0]["name"]), DeployFiles.Scalar(asked["port"]));
        Assert.Equal("9464", DeployFiles.Scalar(Container["ports"][0]["containerPort"]));
    }

    [Fact]
    public void Engine_Arguments_AreTakenByTheProgramAndNameAGraphOfTheNode()
    {
        var arguments = DeployFiles.Texts(Container["args"]).ToList();
        Assert.Empty(DeployFiles.Refusals(arguments));
        Assert.Equal($"{DeployFiles.Scalar(Container["volumeMounts"][0]["mountPath"])}/$(NODE_NAME).yaml", arguments[1]);
        Assert.Equal("NODE_NAME", DeployFiles.Scalar(Container["env"][0]["name"]));
    }

    [Fact]
    public void Engine_IsConfined()
    {
        var security = Container["securityContext"];
        Assert.Equal(("false", "true", "ALL"), (DeployFiles.Scalar(security["allowPrivilegeEscalation"]), DeployFiles.Scalar(security["readOnlyRootFilesystem"]), DeployFiles.Scalar(security["capabilities"]["drop"][0])));
        Assert.Equal("true", DeployFiles.Scalar(Pod["securityContext"]["runAsNonRoot"]));
        Assert.Contains($"USER {DeployFiles.Scalar(Pod["securityContext"]["runAsUser"])}:{DeployFiles.Scalar(Pod["securityContext"]["runAsGroup"])}\n", DeployFiles.Text("Dockerfile.gpu"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mounts_OfTheEngine_AreVolumesOfThePodAndTheImagesPaths()
    {
        var volumes = ((YamlSequenceNode)Pod["volumes"]).Select(static volume => DeployFiles.Scalar(volume["name"])).ToHashSet(StringComparer.Ordinal);
        var image = DeployFiles.Text("Dockerfile.gpu");
        foreach (var mount in (YamlSequenceNode)Container["volumeMounts"])
        {
            Assert.Contains(DeployFiles.Scalar(mount["name"]), volumes);
            if (DeployFiles.Scalar(mount["name"]) is "state" or "models") Assert.Contains($"\"{DeployFiles.Scalar(mount["mountPath"])}\"", image, StringComparison.Ordinal);
        }
    }
}
