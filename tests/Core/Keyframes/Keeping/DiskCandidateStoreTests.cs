using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Keyframes.Keeping;

public sealed class DiskCandidateStoreTests : IDisposable
{
    private readonly SinkFixture _fixture = new();

    private string Dir => Path.Combine(_fixture.Folder, "tmp");

    [Fact]
    public async Task ReadAsync_TakenFrame_IsAJpegAsDisplayed()
    {
        await using var store = Open();
        using var frame = Turned(_fixture.Frame("cam", 3));

        var picture = store.Take(frame)!;
        var jpeg = await store.ReadAsync(picture, default);

        using var shown = new AvFrame();
        ImageCodec.Decode(jpeg!, shown);
        Assert.Equal((48, 64), (shown.Width, shown.Height));
        Assert.Equal(jpeg!.Length, store.Counts.Bytes);
    }

    [Fact]
    public async Task Take_SameFrameOfARecordingAgain_HasTheSameKey()
    {
        await using var store = Open();
        using var once = _fixture.Frame("cam", 3);
        using var again = _fixture.Frame("cam", 3);
        using var other = _fixture.Frame("cam", 4);

        Assert.NotEqual(once.Info.Id, again.Info.Id);
        Assert.Equal(store.Take(once), store.Take(again));
        Assert.NotEqual(store.Take(once), store.Take(other));
    }

    [Fact]
    public async Task Discard_LastOwner_DeletesTheFile()
    {
        await using var store = Open();
        using var frame = _fixture.Frame("cam", 1);
        var picture = store.Take(frame)!;
        Assert.Equal(picture, store.Take(frame));
        await store.ReadAsync(picture, default);

        store.Discard(picture);
        Assert.True(store.Has(picture));
        store.Discard(picture);

        Assert.False(store.Has(picture));
        Assert.Empty(Directory.EnumerateFiles(Dir, "*.jpg", SearchOption.AllDirectories));
        Assert.Equal(0, store.Counts.Bytes);
    }

    [Fact]
    public async Task Take_StoreFull_RefusesAndSaysSoOnce()
    {
        await using var store = Open(most: 1200);
        var taken = new List<CandidatePicture?>();
        for (var i = 0; i < 20; i++)
        {
            using var frame = _fixture.Frame("cam", i);
            if (store.Take(frame) is { } picture) await store.ReadAsync(picture, default);
        }

        Assert.True(store.Counts.Full > 0);
        Assert.InRange(store.Counts.Bytes, 1, 1200);
        Assert.Equal(store.Counts.Bytes, Directory.EnumerateFiles(Dir, "*.jpg", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length));
        Assert.Single(_fixture.Log.Lines, line => line.Contains("temporary.max", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Take_LiveAndTheThreadIsBehind_LosesTheOldest()
    {
        var (gate, reading) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var store = Open(isLive: true, queue: 2);
        using var held = Gated("cam", 0, gate.Task, out _, () => reading.TrySetResult());
        var first = store.Take(held)!;
        await reading.Task;
        var later = new List<CandidatePicture>();
        var freed = new List<GatedPicture>();
        for (var i = 1; i <= 4; i++)
        {
            using var frame = Gated("cam", i, gate.Task, out var pixels);
            freed.Add(pixels);
            later.Add(store.Take(frame)!);
        }

        Assert.Equal(2, store.Counts.Overrun);
        Assert.Equal([false, false, true, true], later.Select(store.Has));
        Assert.Equal([true, true, false, false], freed.Select(picture => picture.IsFreed));
        gate.SetResult();
        Assert.NotNull(await store.ReadAsync(first, default));
        Assert.Null(await store.ReadAsync(later[0], default));
        Assert.NotNull(await store.ReadAsync(later[3], default));
    }

    [Fact]
    public async Task Take_RecordedAndTheThreadIsBehind_LosesNothing()
    {
        var (gate, reading) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var store = Open(queue: 2);
        using var held = Gated("cam", 0, gate.Task, out _, () => reading.TrySetResult());
        store.Take(held);
        await reading.Task;
        var later = new List<CandidatePicture>();
        for (var i = 1; i <= 6; i++)
        {
            using var frame = _fixture.Frame("cam", i);
            later.Add(store.Take(frame)!);
        }

        gate.SetResult();
        foreach (var picture in later) Assert.NotNull(await store.ReadAsync(picture, default));
        Assert.Equal(0, store.Counts.Overrun);
    }

    [Fact]
    public async Task Discard_WhileWaiting_ReturnsThePixelsAtOnce()
    {
        var (gate, reading) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var store = Open();
        using var held = Gated("cam", 0, gate.Task, out _, () => reading.TrySetResult());
        store.Take(held);
        await reading.Task;
        GatedPicture pixels;
        CandidatePicture picture;
        using (var waiting = Gated("cam", 1, gate.Task, out pixels)) picture = store.Take(waiting)!;
        Assert.False(pixels.IsFreed);

        store.Discard(picture);

        Assert.True(pixels.IsFreed);
        gate.SetResult();
    }

    [Fact]
    public async Task Restore_AfterAnEarlierRun_KeepsWhatIsNamedAndSweepsTheRest()
    {
        CandidatePicture named, unnamed;
        await using (var store = Open())
        {
            using var one = _fixture.Frame("cam", 1);
            using var two = _fixture.Frame("cam", 2);
            (named, unnamed) = (store.Take(one)!, store.Take(two)!);
            await store.ReadAsync(named, default);
            await store.ReadAsync(unnamed, default);
        }

        await using var again = Open();
        Assert.Equal([named], again.Restore("cam", [named, new CandidatePicture($"cam/{Guid.NewGuid()}")]));
        Assert.NotNull(await again.ReadAsync(named, default));
        Assert.False(again.Has(unnamed));
        Assert.Single(Directory.EnumerateFiles(Dir, "*.jpg", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Open_FolderOfAnotherStage_SaysSo()
    {
        await using var store = Open();
        var fault = Assert.Throws<IOException>(() => Open());
        Assert.Contains("temporary.dir", fault.Message, StringComparison.Ordinal);
        Assert.Contains("give each its own", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_NoFolderInTheSettings_LeavesNothing()
    {
        var folder = CandidateFolder.Open(_fixture.Context("cam"), null);
        await using (var store = Open(folder))
        {
            using var frame = _fixture.Frame("cam", 1);
            await store.ReadAsync(store.Take(frame)!, default);
            Assert.True(Directory.Exists(folder.Path));
        }

        Assert.False(Directory.Exists(folder.Path));
    }

    public void Dispose() => _fixture.Dispose();

    private static Frame Turned(Frame frame)
    {
        using (frame)
        {
            var picture = new HostPicture(64, 48, PixelFormat.Gray8);
            picture.WritablePlane(0).Fill(90);
            return new(new FrameInfo
            {
                Source = frame.Info.Source,
                Id = frame.Info.Id,
                Index = frame.Info.Index,
                CapturedAt = frame.Info.CapturedAt,
                ArrivedTimestamp = 0,
                Rotation = 90,
            }, picture);
        }
    }

    private static Frame Gated(string source, long index, Task gate, out GatedPicture pixels, Action? read = null) => new(
        new FrameInfo { Source = source, Id = Guid.CreateVersion7(), Index = index, CapturedAt = SinkFixture.Noon, ArrivedTimestamp = 0 },
        pixels = new GatedPicture(gate, read));

    private DiskCandidateStore Open(long most = 1 << 20, bool isLive = false, int queue = 8) => Open(CandidateFolder.Open(_fixture.Context("cam"), "tmp"), most, isLive, queue);

    private DiskCandidateStore Open(CandidateFolder folder, long most = 1 << 20, bool isLive = false, int queue = 8)
    {
        var none = new PrivacyBlur([]);
        return new(folder, most, _ => isLive, () => new(none, 90, png: false), png: false, queue, _fixture.Log);
    }
}
