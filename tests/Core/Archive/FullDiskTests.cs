using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Tests;

namespace Sluice.Core.Tests.Archive;

/// <summary>An archive on a disk that is really full: a mounted one of half a megabyte.</summary>
public sealed class FullDiskTests
{
    [SmallMountFact]
    public async Task KeepAsync_DiskReallyFull_TurnsAwayAndGoesOnWhenThereIsRoom()
    {
        using var fixture = new ArchiveFixture();
        using var mount = new SmallMount(kibibytes: 512);
        var disk = mount.Folder;
        var ballast = Path.Combine(disk, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[256 << 10]);
        var verdicts = new List<KeepVerdict>();
        await using (var librarian = await OpenAsync(disk, fixture))
        {
            for (var i = 0; i < 20; i++) verdicts.Add(await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 1, bytes: 24_000), default));
            File.Delete(ballast);
            Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(ArchiveFixture.Item(50, loss: 1, bytes: 24_000), default));
        }

        Assert.Equal(KeepVerdict.Kept, verdicts[0]);
        Assert.Contains(KeepVerdict.Failed, verdicts);
        Assert.Single(fixture.Log.Lines, static line => line.Contains("takes no keyframes", StringComparison.Ordinal));

        // What was said to be kept is whole, and nothing else is there.
        await using var next = await OpenAsync(disk, fixture);
        var kept = Enumerable.Range(0, 20).Where(i => verdicts[i] == KeepVerdict.Kept).Append(50).Select(static i => ArchiveFixture.Key(i)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(kept, next.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.All(kept, key => Assert.Equal(24_000, new FileInfo(Path.Combine(disk, key + ".jpg")).Length));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk, ".staged")));
    }

    private static Task<Sluice.Core.Archive.Librarian> OpenAsync(string disk, ArchiveFixture fixture)
        => Sluice.Core.Archive.Librarian.OpenAsync(disk, new Sluice.Core.Archive.FolderPlace(disk), ArchiveFixture.Limits(), fixture.Time, fixture.Log, default);
}
