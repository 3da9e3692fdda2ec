using Sluice.Core.Config;

namespace Sluice.Tests.Config;

public sealed class WatchedSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-watched");

    [Fact]
    public void Parse_WatchedFolder_HasItsLedgerOutsideOfIt()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "raw"));
        var source = SourceText.Parse("{ id: cam, uri: raw, watch: true, settle: 2s, marker: done }", "request", _folder.FullName).Source;

        Assert.Equal((Path.Combine(_folder.FullName, "out", "sessions", "cam"), TimeSpan.FromSeconds(2)), (source.StateDirectory, source.Settle));
    }

    [Theory]
    [InlineData("{ id: cam, uri: \"rtsp://camera.example/1\", watch: true }", "request:1:51: source 'cam': watch: is for a folder; 'uri' names none")]
    [InlineData("{ id: cam, uri: ., watch: true, loop: true, state: /tmp/x }", "request:1:39: source 'cam': loop: a watched folder is read once, each session as it comes; leave 'loop' out")]
    [InlineData("{ id: cam, uri: ., watch: true, state: ./ledger }", "state: the ledger would lie in the watched folder (")]
    [InlineData("{ id: cam, uri: ., watch: true }", "watch: the ledger would lie in the watched folder (")]
    [InlineData("{ id: cam, uri: ., watch: true, state: /tmp/x, settle: 0s }", "settle: expected a duration such as 20ms, 5s or 2m, from 50ms to ")]
    public void Parse_FaultyWatch_SaysWhatWouldBeRight(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<ConfigException>(() => SourceText.Parse(text, "request", _folder.FullName)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
