using Sluice.Core.Archive;
using Sluice.Core.Sinks.Objects;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Tests.Sinks;

/// <summary>The librarian with a real S3 server, which goes away and comes back.</summary>
public sealed class ArchiveBucketTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-bucket-");
    private readonly RecordingLog _log = new();

    [ServerFact("s3rver")]
    public async Task KeepAsync_QuotaOfABucket_HoldsAndTheLeastGoes()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        await using (var librarian = await OpenAsync(server, 3500))
        {
            for (var i = 0; i < 6; i++) Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(Item(i, loss: i + 1), default));
            await librarian.FlushAsync(Patience);
            await UntilAsync(async () => (await server.KeysAsync()).Count == 6);
        }

        var keys = await server.KeysAsync();
        Assert.Equal([3, 4, 5], keys.Where(static key => key.EndsWith(".jpg", StringComparison.Ordinal)).Select(static key => Convert.ToInt32(key.Split('/')[3][..8], 16)));
        Assert.All(keys, static key => Assert.StartsWith("kept/cam/20260131T120000Z/", key, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.FullName, ".staged")));
    }

    [ServerFact("s3rver")]
    public async Task OpenAsync_ServerWasDownAndTheEngineEnded_UploadsInTheNextRun()
    {
        await using var server = new S3ServerFixture();
        await using (var librarian = await OpenAsync(server, 1 << 20))
        {
            for (var i = 0; i < 3; i++) Assert.Equal(KeepVerdict.Kept, await librarian.KeepAsync(Item(i, loss: 1), default));
            Assert.Equal(3, librarian.Counts.Waiting);
        }

        await server.StartAsync();
        using (var store = server.Open())
        {
            // What nobody knows of, and what is only half there.
            using var half = new MemoryStream([1]);
            await store.PutAsync($"kept/{Key(8)}.jpg", half, "image/jpeg", default);
        }

        await using (var librarian = await OpenAsync(server, 1 << 20)) await librarian.FlushAsync(Patience);

        Assert.Equal(new[] { 0, 1, 2 }.SelectMany(static i => new[] { $"kept/{Key(i)}.jpg", $"kept/{Key(i)}.json" }), await server.KeysAsync());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Key(int number) => ArchiveNames.Key("cam", SinkFixture.Noon, new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    private static ArchiveItem Item(int number, double loss) => new(
        Key(number), SinkFixture.Noon, new Dictionary<string, byte[]> { [ArchiveNames.Picture] = new byte[900], [ArchiveNames.Sidecar] = new byte[100] }, loss, false);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds()) await Task.Delay(20, patience.Token);
    }

    private Task<Librarian> OpenAsync(S3ServerFixture server, long bytes) => Librarian.OpenAsync(
        _folder.FullName, new BucketPlace(new S3ObjectStore(server.Options with { Timeout = TimeSpan.FromSeconds(2) }, TimeProvider.System), "kept"),
        new(bytes, null, 0, TimeSpan.FromDays(30)), TimeProvider.System, _log, default);
}
