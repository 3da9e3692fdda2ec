using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class FileChangesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-changes");

    [Theory, InlineData(false), InlineData(true)]
    public async Task NextAsync_FileWrittenOrPutInPlace_Ends(bool byRename)
    {
        var path = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(path, "one");
        using var changes = new FileChanges(path, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(30), TimeProvider.System);
        var next = changes.NextAsync(default);

        // Touched, with nothing new in it.
        await File.WriteAllTextAsync(path, "one");
        await Task.Delay(200);
        Assert.False(next.IsCompleted);
        var written = byRename ? path + ".new" : path;
        await File.WriteAllTextAsync(written, "two");
        if (byRename) File.Move(written, path, overwrite: true);
        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task NextAsync_FileAwayForAWhile_WaitsForIt()
    {
        var path = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(path, "one");
        using var changes = new FileChanges(path, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var next = changes.NextAsync(default);

        File.Delete(path);
        await Task.Delay(150);
        Assert.False(next.IsCompleted);
        await File.WriteAllTextAsync(path, "two");
        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
