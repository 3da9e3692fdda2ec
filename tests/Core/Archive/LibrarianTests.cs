using Sluice.Core.Archive;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Tests.Archive;

public sealed class LibrarianTests : IDisposable
{
    private readonly ArchiveFixture _fixture = new();

    [Fact]
    public async Task KeepAsync_NewKeyframe_IsThereWithItsSidecar()
    {
        await using var librarian = await _fixture.OpenAsync();
        Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(ArchiveFixture.Item(1), default));
        Assert.Equal(1000, new FileInfo(_fixture.PathOf(1, ".jpg")).Length);
        Assert.Equal("cam", ArchivedKeyframe.Parse(await File.ReadAllBytesAsync(_fixture.PathOf(1, ".json"))).Source);
    }

    [Fact]
    public async Task KeepAsync_SameAgainInAnotherRun_ChangesNothing()
    {
        await using (var first = await _fixture.OpenAsync()) await first.KeepAsync(ArchiveFixture.Item(1), default);
        await using var librarian = await _fixture.OpenAsync();
        Assert.Equal(KeepVerdict.KeptBefore, await librarian.KeepAsync(ArchiveFixture.Item(1, bytes: 5), default));
        Assert.Equal(1000, new FileInfo(_fixture.PathOf(1, ".jpg")).Length);
        Assert.Equal(1, librarian.Counts.Keyframes);
    }

    [Fact]
    public async Task KeepAsync_SamePictureInAnotherPeriod_IsKeptOnce()
    {
        await using var librarian = await _fixture.OpenAsync();
        await librarian.KeepAsync(ArchiveFixture.Item(1), default);
        var again = ArchiveFixture.Item(1) with { Key = ArchiveFixture.Key(1).Replace("20260131T120000Z", "20260201T120000Z", StringComparison.Ordinal) };
        Assert.Equal(KeepVerdict.KeptBefore, await librarian.KeepAsync(again, default));
        Assert.Equal(ArchiveFixture.Key(1), librarian.FindKey(again.Key));
        Assert.Equal([ArchiveFixture.Key(1)], _fixture.Keys());
    }

    [Fact]
    public async Task KeepAsync_OverQuota_EvictsTheLeastLossAndIsNeverOver()
    {
        const long most = 64 << 10;
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(most));
        for (var i = 0; i < 60; i++)
        {
            await librarian.KeepAsync(ArchiveFixture.Item(i, loss: (i * 37 % 60) + 1, bytes: 4000), default);
            Assert.InRange(_fixture.Bytes(), 0, most);
        }

        var kept = _fixture.Keys();
        Assert.Equal(librarian.Counts.Keyframes, kept.Count);
        Assert.InRange(kept.Count, 6, 12);
        // Only the most valuable of all are left: the ten last in the order of losses.
        Assert.All(kept, key => Assert.InRange(Convert.ToInt32(key.Split('/')[2][..8], 16) * 37 % 60, 60 - 14, 60));
        Assert.True(librarian.Counts.Evicted > 0);
    }

    [Fact]
    public async Task KeepAsync_NewOneIsWorthLess_IsTurnedAway()
    {
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(64 << 10));
        for (var i = 0; i < 3; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 5, bytes: 15000), default);
        Assert.Equal(KeepVerdict.NoRoom, await librarian.KeepAsync(ArchiveFixture.Item(9, loss: 1, bytes: 15000), default));
        Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(ArchiveFixture.Item(8, loss: 6, bytes: 15000), default));
        Assert.Equal([ArchiveFixture.Key(1), ArchiveFixture.Key(2), ArchiveFixture.Key(8)], _fixture.Keys());
    }

    [Fact]
    public async Task KeepAsync_OldOnes_AreWorthLess()
    {
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(64 << 10));
        for (var i = 0; i < 3; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 5 + i, bytes: 15000), default);
        _fixture.Time.Now += TimeSpan.FromDays(90);
        Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(ArchiveFixture.Item(9, loss: 2, bytes: 15000), default));
        Assert.DoesNotContain(ArchiveFixture.Key(0), _fixture.Keys());
    }

    [Fact]
    public async Task KeepAsync_SourceAtItsFloor_KeepsWhatItHas()
    {
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(64 << 10, floor: 2));
        for (var i = 0; i < 2; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 0.1, bytes: 10000, source: "quiet"), default);
        for (var i = 10; i < 30; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 9, bytes: 10000), default);
        Assert.Equal(2, _fixture.Keys().Count(key => key.StartsWith("quiet/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task KeepAsync_PinnedWhileItRuns_IsNeverEvicted()
    {
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(64 << 10));
        for (var i = 0; i < 3; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 1, bytes: 15000, pinned: i == 1), default);
        await File.WriteAllTextAsync(_fixture.PathOf(0, ".pin"), "");
        for (var i = 10; i < 15; i++) await librarian.KeepAsync(ArchiveFixture.Item(i, loss: 9, bytes: 15000), default);
        Assert.Contains(ArchiveFixture.Key(0), _fixture.Keys());
        Assert.Contains(ArchiveFixture.Key(1), _fixture.Keys());
        Assert.DoesNotContain(ArchiveFixture.Key(2), _fixture.Keys());
    }

    [Fact]
    public async Task OpenAsync_TooOld_AreDeletedWhateverTheFloor()
    {
        await using (var first = await _fixture.OpenAsync()) await first.KeepAsync(ArchiveFixture.Item(1), default);
        _fixture.Time.Now += TimeSpan.FromDays(8);
        await using (var second = await _fixture.OpenAsync(ArchiveFixture.Limits(floor: 5, age: TimeSpan.FromDays(7))))
        {
            await second.KeepAsync(ArchiveFixture.Item(2), default);
            Assert.Equal([ArchiveFixture.Key(2)], _fixture.Keys());
        }

        Assert.False(File.Exists(_fixture.PathOf(1, ".json")));
    }

    [Fact]
    public async Task OpenAsync_FilesThatAreNobodys_AreSweptAndWholeOnesTakenIn()
    {
        await using (var first = await _fixture.OpenAsync()) await first.KeepAsync(ArchiveFixture.Item(1), default);
        await File.WriteAllBytesAsync(_fixture.PathOf(2, ".jpg"), new byte[10]);
        await File.WriteAllBytesAsync(_fixture.PathOf(3, ".jpg"), new byte[10]);
        await File.WriteAllBytesAsync(_fixture.PathOf(3, ".json"), ArchiveFixture.SidecarOf(3));
        var foreign = Path.Combine(_fixture.Folder, "cam", "notes.jpg");
        await File.WriteAllBytesAsync(foreign, new byte[10]);

        await using var librarian = await _fixture.OpenAsync();

        Assert.False(File.Exists(_fixture.PathOf(2, ".jpg")));
        Assert.Equal(2, librarian.Counts.Keyframes);
        Assert.True(File.Exists(foreign));
        Assert.Single(_fixture.Log.Lines, line => line.Contains("not as its journal says", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAsync_JournalLost_FindsAllByLooking()
    {
        await using (var first = await _fixture.OpenAsync())
            for (var i = 0; i < 5; i++) await first.KeepAsync(ArchiveFixture.Item(i, loss: i), default);
        File.Delete(Path.Combine(_fixture.Folder, ".journal"));
        await using var librarian = await _fixture.OpenAsync();
        Assert.Equal(5, librarian.Counts.Keyframes);
        Assert.Equal([0, 1, 2, 3, 4], librarian.Entries.Select(entry => entry.Loss).Order());
    }

    [Fact]
    public async Task OpenAsync_JournalEndsInTheMiddleOfALine_GoesOn()
    {
        await using (var first = await _fixture.OpenAsync()) await first.KeepAsync(ArchiveFixture.Item(1), default);
        await File.AppendAllTextAsync(Path.Combine(_fixture.Folder, ".journal"), "0badcafe {\"op\":\"evict\",\"key\":\"" + ArchiveFixture.Key(1));
        await using (var second = await _fixture.OpenAsync()) await second.KeepAsync(ArchiveFixture.Item(2), default);
        await using var librarian = await _fixture.OpenAsync();
        Assert.Equal(2, librarian.Counts.Keyframes);
    }

    [Fact]
    public async Task KeepAsync_DiskFull_IsSaidOnceAndGoesOnLater()
    {
        await using var librarian = await _fixture.OpenAsync();
        var staging = Path.Combine(_fixture.Folder, ".staged");
        Directory.Delete(staging);
        await File.WriteAllTextAsync(staging, "");
        Assert.Equal(KeepVerdict.Failed, await librarian.KeepAsync(ArchiveFixture.Item(1), default));
        Assert.Equal(KeepVerdict.Failed, await librarian.KeepAsync(ArchiveFixture.Item(2), default));
        Assert.Equal(1, _fixture.Log.Errors);
        File.Delete(staging);
        Directory.CreateDirectory(staging);
        Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(ArchiveFixture.Item(1), default));
        Assert.Equal([ArchiveFixture.Key(1)], _fixture.Keys());
    }

    [Fact]
    public async Task OpenAsync_InUse_SaysSo()
    {
        await using var librarian = await _fixture.OpenAsync();
        var fault = await Assert.ThrowsAsync<IOException>(() => _fixture.OpenAsync());
        Assert.Contains("in use by another stage or engine", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ManyEvictions_KeepsTheJournalShort()
    {
        await using (var first = await _fixture.OpenAsync(ArchiveFixture.Limits(1 << 20)))
            for (var i = 0; i < 300; i++) await first.KeepAsync(ArchiveFixture.Item(i, bytes: 100_000), default);
        await using (var second = await _fixture.OpenAsync(ArchiveFixture.Limits(1 << 20))) Assert.InRange(second.Counts.Keyframes, 5, 10);
        Assert.InRange(_fixture.Journal().Length, 5, 25);
    }

    public void Dispose() => _fixture.Dispose();
}
