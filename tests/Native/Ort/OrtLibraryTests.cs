using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

[Collection(OrtCollection.Name)]
public sealed class OrtLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-ort-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_Twice_KeepsTheLibrary()
    {
        OrtLibrary.Load();
        var location = OrtLibrary.Location;
        OrtLibrary.Load();
        Assert.Equal(location, OrtLibrary.Location);
        Assert.Matches(@"^1\.\d+\.\d+", OrtLibrary.Version);
        Assert.InRange(OrtLibrary.ApiVersion, OrtLibrary.MinimumApiVersion, 1000);
    }

    [Fact]
    public void GetAvailableProviders_OfAnyBuild_HasTheCpu()
        => Assert.Contains("CPUExecutionProvider", OrtLibrary.GetAvailableProviders());

    [Fact]
    public void Open_WithNothingThere_ListsEveryPathAndTheRemedy()
    {
        var candidates = OrtLibrarySearch.Candidates(null, _folder)
            .Where(path => path.StartsWith(_folder, StringComparison.Ordinal)).ToArray();
        var fault = Assert.Throws<OrtLibraryException>(() => OrtLibrary.Open(candidates));
        Assert.NotEmpty(candidates);
        Assert.All(candidates, path => Assert.Contains(path, fault.Message, StringComparison.Ordinal));
        Assert.Equal(candidates.Length, fault.Tried.Count);
        Assert.Contains("./sluice setup", fault.Message, StringComparison.Ordinal);
        Assert.Contains("SLUICE_ORT", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithAFileThatIsNoLibrary_SaysWhy()
    {
        var path = Path.Combine(_folder, "libonnxruntime.so.1");
        File.WriteAllText(path, "not a library");
        var fault = Assert.Throws<OrtLibraryException>(() => OrtLibrary.Open([path]));
        Assert.StartsWith($"{path}: ", Assert.Single(fault.Tried), StringComparison.Ordinal);
        Assert.DoesNotContain("not there", fault.Tried[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_WithASettingOfAFile_AreThatFile()
        => Assert.Equal(["/opt/ort.so"], OrtLibrarySearch.Candidates("/opt/ort.so", _folder));

    [Fact]
    public void Candidates_WithASettingOfAFolder_LieInIt()
        => Assert.All(
            OrtLibrarySearch.Candidates(_folder, "/elsewhere"), path => Assert.Equal(_folder, Path.GetDirectoryName(path)));

    [Fact]
    public void Candidates_WithoutASetting_GoFromTheProgramOverThePackageToTheSystem()
    {
        var package = Path.Combine(_folder, "native", "node_modules", "onnxruntime-node", "bin", "napi-v9");
        var program = Path.Combine(_folder, "engine", "bin");
        Directory.CreateDirectory(package);
        Directory.CreateDirectory(program);
        var candidates = OrtLibrarySearch.Candidates(null, program).ToList();
        var inPackage = candidates.FindIndex(path => path.StartsWith(package, StringComparison.Ordinal));
        Assert.Equal(program, Path.GetDirectoryName(candidates[0]));
        Assert.InRange(inPackage, 1, candidates.Count - 2);
        Assert.False(Path.IsPathRooted(candidates[^1]));
    }

    [Theory]
    [InlineData("1.17.3")]
    [InlineData("rel-unknown")]
    public void RequireVersion_OfAnOldLibrary_NamesBothVersions(string version)
    {
        var fault = Assert.Throws<OrtLibraryException>(() => OrtLibrary.RequireVersion(version, "/lib/old.so"));
        Assert.Contains(version, fault.Message, StringComparison.Ordinal);
        Assert.Contains("1.22", fault.Message, StringComparison.Ordinal);
    }
}
