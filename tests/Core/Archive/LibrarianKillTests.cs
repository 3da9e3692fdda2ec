using System.Diagnostics;
using System.Globalization;
using Sluice.Core.Archive;

namespace Sluice.Core.Tests.Archive;

/// <summary>A process that keeps and evicts as fast as it can is killed at twenty points that chance chose, and the next one goes on from there.</summary>
public sealed class LibrarianKillTests : IDisposable
{
    private const int Kills = 20;
    private const long Most = 256 << 10;
    private readonly ArchiveFixture _fixture = new();

    [Fact]
    public async Task KeepAsync_KilledAtTwentyPoints_LosesNothingAndLeavesNothing()
    {
        var random = new Random(11);
        var promised = new HashSet<string>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            var said = await KillAsync(first: kill * 10_000, lines: random.Next(1, 30), spin: random.Next(0, 40_000));
            promised.UnionWith(said.Where(static line => line.StartsWith("pinned ", StringComparison.Ordinal)).Select(static line => line[7..]));
            Assert.InRange(_fixture.Bytes(), 0, Most);

            await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(Most));
            // What was acknowledged and must not go is there; every picture has its sidecar and its line; nothing is half there.
            var keys = _fixture.Keys();
            Assert.Empty(promised.Except(keys));
            Assert.Equal(librarian.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal), keys);
            Assert.Equal(keys.Select(static key => key + ".json"), Directory.EnumerateFiles(_fixture.Folder, "*.json", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_fixture.Folder, path)).Order(StringComparer.Ordinal));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(_fixture.Folder, ".staged")));
            Assert.All(keys, key => Assert.Equal(ArchiveKeeper.BytesOf(key), new FileInfo(Path.Combine(_fixture.Folder, key + ".jpg")).Length));
            Assert.Equal(librarian.Counts.Bytes, _fixture.Bytes());
            Assert.InRange(librarian.Counts.Bytes, 0, Most);
        }

        Assert.True(promised.Count > Kills / 2, "hardly anything was pinned: the kills show nothing");
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<List<string>> KillAsync(int first, int lines, int spin)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ArchiveKeeper).Assembly.Location, "keep", _fixture.Folder,
            Most.ToString(CultureInfo.InvariantCulture), first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        var said = new List<string>();
        try
        {
            while (said.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line) said.Add(line);
            Thread.SpinWait(spin);
        }
        finally
        {
            process.Kill();
        }

        // What it said before it died counts too, but for a line it did not finish.
        var rest = (await process.StandardOutput.ReadToEndAsync()).Split('\n');
        await process.WaitForExitAsync();
        Assert.True(said.Count == lines, "the process ended by itself");
        return [.. said, .. rest[..^1]];
    }
}
