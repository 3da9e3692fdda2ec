using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Tests.Archive;

/// <summary>Somebody looks at everything in an archive while keyframes come and go.</summary>
public sealed class ArchiveReaderTests : IDisposable
{
    private const long Most = 200_000;
    private readonly ArchiveFixture _fixture = new();
    private int _looked;

    [Fact]
    public async Task KeepAsync_SomebodyReadsMeanwhile_IsNeverOverAndShowsNothingHalf()
    {
        using var done = new CancellationTokenSource();
        await using var librarian = await _fixture.OpenAsync(ArchiveFixture.Limits(Most));
        var reading = Task.Run(() => Read(done.Token));
        var pinned = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var isPinned = i % 60 == 0;
            var verdict = await librarian.KeepAsync(ArchiveFixture.Item(i, loss: i * 37 % 100, bytes: 4_000 + (i * 7919 % 3000), pinned: isPinned), default);
            if (isPinned && verdict == KeepVerdict.Kept) pinned.Add(ArchiveFixture.Key(i));
            Assert.InRange(librarian.Counts.Bytes, 1, Most);
            Assert.InRange(_fixture.Bytes(), 1, Most);
        }

        // On a busy machine its thread may come late.
        while (Volatile.Read(ref _looked) == 0 && !reading.IsCompleted) await Task.Delay(10);
        await done.CancelAsync();
        await reading;
        Assert.Equal(5, pinned.Count);
        Assert.Empty(pinned.Except(_fixture.Keys()));
        Assert.Equal(300, librarian.Counts.Keyframes + librarian.Counts.Evicted + librarian.Counts.Refused);
        Assert.True(librarian.Counts.Evicted > 50, $"{librarian.Counts}");
    }

    public void Dispose() => _fixture.Dispose();

    private void Read(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            foreach (var path in Directory.Exists(Path.Combine(_fixture.Folder, "cam")) ? Directory.GetFiles(Path.Combine(_fixture.Folder, "cam"), "*.jpg", SearchOption.AllDirectories) : [])
            {
                try
                {
                    var number = Convert.ToInt32(Path.GetFileName(path)[..8], 16);
                    Assert.Equal(4_000 + (number * 7919 % 3000), File.ReadAllBytes(path).Length);
                    Interlocked.Increment(ref _looked);
                }
                catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
                {
                    // Evicted in between.
                }
            }
        }
    }
}
