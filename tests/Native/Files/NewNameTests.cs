using Sluice.Native.Files;

namespace Sluice.Native.Tests.Files;

public sealed class NewNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-names-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TryTake_NameIsFree_Renames()
    {
        Assert.True(NewName.TryTake(Write("a.part", "a"), In("a")));
        Assert.Equal("a", File.ReadAllText(In("a")));
        Assert.False(File.Exists(In("a.part")));
    }

    [Fact]
    public void TryTake_NameIsTaken_LeavesBoth()
    {
        Write("b", "first");
        Assert.False(NewName.TryTake(Write("b.part", "second"), In("b")));
        Assert.Equal("first", File.ReadAllText(In("b")));
        Assert.Equal("second", File.ReadAllText(In("b.part")));
    }

    [Fact]
    public void TryTake_ManyAtOnce_OneWinsAndItsFileStays()
    {
        const int Writers = 8;
        using var start = new Barrier(Writers);
        for (var round = 0; round < 100; round++)
        {
            var name = In($"{round}");
            var won = new bool[Writers];
            var threads = Enumerable.Range(0, Writers).Select(i => new Thread(() =>
            {
                var part = Write($"{round}.{i}.part", $"{i}");
                start.SignalAndWait();
                won[i] = NewName.TryTake(part, name);
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            var winner = Assert.Single(Enumerable.Range(0, Writers), i => won[i]);
            Assert.Equal($"{winner}", File.ReadAllText(name));
        }
    }

    [Fact]
    public void TryTake_NoSuchFileOrFolder_Says()
    {
        Assert.Throws<FileNotFoundException>(() => NewName.TryTake(In("none.part"), In("none")));
        Assert.ThrowsAny<IOException>(() => NewName.TryTake(Write("c.part", "c"), In("nowhere/c")));
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }
}
