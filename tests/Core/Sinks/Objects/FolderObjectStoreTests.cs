using System.Text;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Tests.Sinks.Objects;

public sealed class FolderObjectStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-objects-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Put_NewKey_IsThereWhole()
    {
        using var store = new FolderObjectStore(_folder);
        Assert.Equal(PutResult.Written, await PutAsync(store, "a/b/one.txt", "hello"));
        var head = await store.HeadAsync("a/b/one.txt", default);
        Assert.Equal(5, head!.Bytes);
        await using var content = await store.OpenAsync("a/b/one.txt", default);
        using var reader = new StreamReader(content!);
        Assert.Equal("hello", await reader.ReadToEndAsync());
        Assert.Equal(new Uri(Path.Combine(_folder, "a/b/one.txt")).AbsoluteUri, store.UriOf("a/b/one.txt"));
    }

    [Fact]
    public async Task Put_KeyThatIsTaken_LeavesItAsItIs()
    {
        using var store = new FolderObjectStore(_folder);
        await PutAsync(store, "one.txt", "hello");
        Assert.Equal(PutResult.Same, await PutAsync(store, "one.txt", "hello"));
        Assert.Equal(PutResult.Taken, await PutAsync(store, "one.txt", "hullo"));
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(_folder, "one.txt")));
    }

    [Fact]
    public async Task Put_ManyWritersOfOneKey_OneWins()
    {
        using var store = new FolderObjectStore(_folder);
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => PutAsync(store, "one.txt", $"writer {i:00}"))));
        Assert.Single(results, PutResult.Written);
        Assert.Equal(15, results.Count(static result => result == PutResult.Taken));
        Assert.Equal(["one.txt"], await KeysAsync(store, ""));
    }

    [Fact]
    public async Task List_Prefix_GivesItsKeysInOrder()
    {
        using var store = new FolderObjectStore(_folder);
        foreach (var key in new[] { "b/2.txt", "a/1.txt", "ab.txt", "b/10.txt", "b-c.txt" }) await PutAsync(store, key, key);
        Assert.Equal(["a/1.txt", "ab.txt", "b-c.txt", "b/10.txt", "b/2.txt"], await KeysAsync(store, ""));
        Assert.Equal(["b/10.txt", "b/2.txt"], await KeysAsync(store, "b/"));
        Assert.Equal(["a/1.txt", "ab.txt"], await KeysAsync(store, "a"));
        Assert.Empty(await KeysAsync(store, "c/"));
    }

    [Fact]
    public async Task Delete_ThereOrNot_IsGone()
    {
        using var store = new FolderObjectStore(_folder);
        await PutAsync(store, "one.txt", "hello");
        await store.DeleteAsync("one.txt", default);
        await store.DeleteAsync("one.txt", default);
        Assert.Null(await store.HeadAsync("one.txt", default));
        Assert.Null(await store.OpenAsync("one.txt", default));
    }

    [Fact]
    public async Task Put_FolderThatIsAFile_SaysSo()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        using var store = new FolderObjectStore(file);
        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => PutAsync(store, "one.txt", "hello"));
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public async Task Key_ThatLeadsElsewhere_IsRefused(string key)
    {
        using var store = new FolderObjectStore(_folder);
        var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => PutAsync(store, key, "x"));
        Assert.Equal(ObjectFault.Refused, fault.Fault);
    }

    private static async Task<PutResult> PutAsync(FolderObjectStore store, string key, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await store.PutAsync(key, content, "text/plain", default);
    }

    private static async Task<List<string>> KeysAsync(FolderObjectStore store, string prefix)
    {
        var keys = new List<string>();
        await foreach (var one in store.ListAsync(prefix, default)) keys.Add(one.Key);
        return keys;
    }
}
