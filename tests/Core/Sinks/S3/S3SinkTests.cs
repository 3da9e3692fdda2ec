using Sluice.Abstractions;
using Sluice.Core.Sinks.Objects;
using Sluice.Core.Sinks.S3;

namespace Sluice.Tests.Sinks.S3;

public sealed class S3SinkTests : IDisposable
{
    private readonly SinkFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string Bucket => Path.Combine(_fixture.Folder, "bucket");

    [Fact]
    public async Task Process_KeyframeWithAFile_UploadsItAndItsSidecarAndEmitsTheAddress()
    {
        using var output = new CaughtFrames();
        var sink = await StartAsync(new());
        var id = await GiveAsync(sink, output, 3);
        await sink.DisposeAsync();
        Assert.Equal((1, 1, 0), (sink.Counts.Accepted, sink.Counts.Acknowledged, sink.Counts.Spooled));
        Assert.Equal([$"gate/{id}.jpg", $"gate/{id}.json"], Uploaded());
        Assert.Equal("picture 3", await File.ReadAllTextAsync(Path.Combine(Bucket, $"gate/{id}.jpg")));
        Assert.Equal($"s3://shots/gate/{id}.jpg", output.Frames[0].Keyframe!.Uri);
        Assert.True(File.Exists(FileOf(3)));
        Assert.Equal(0, _fixture.Log.Errors);
    }

    [Fact]
    public async Task Process_DeleteAfter_TakesFilesAwayOnceTheyAreUploaded()
    {
        using var output = new CaughtFrames();
        var sink = await StartAsync(new() { DeleteAfter = true });
        await GiveAsync(sink, output, 3);
        await sink.DisposeAsync();
        Assert.Equal(2, Uploaded().Length);
        Assert.False(File.Exists(FileOf(3)));
        Assert.False(File.Exists(Path.ChangeExtension(FileOf(3), ".json")));
    }

    [Fact]
    public async Task Process_KeyframeWithoutAFile_IsEncodedIntoTheSpool()
    {
        using var output = new CaughtFrames();
        var sink = await StartAsync(new());
        using var frame = _fixture.Frame("gate", 7, SinkFixture.Car());
        using var chosen = frame.With(new Keyframe { Score = 0.5f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 } });
        // The same by a second link.
        for (var i = 0; i < 2; i++) await sink.ProcessAsync(chosen, output, default);
        await sink.EndSourceAsync("gate", output, default);
        await sink.DisposeAsync();
        Assert.Equal([$"gate/{frame.Info.Id}.jpg", $"gate/{frame.Info.Id}.json"], Uploaded());
        Assert.Equal(1, sink.Counts.Acknowledged);
        var sidecar = await File.ReadAllTextAsync(Path.Combine(Bucket, $"gate/{frame.Info.Id}.json"));
        Assert.Contains("\"coverage\": 0.5", sidecar, StringComparison.Ordinal);
        Assert.Equal([0xFF, 0xD8], (await File.ReadAllBytesAsync(Path.Combine(Bucket, $"gate/{frame.Info.Id}.jpg")))[..2]);
    }

    [Fact]
    public async Task Process_FileThatVanished_IsCountedAndReported()
    {
        using var output = new CaughtFrames();
        var sink = await StartAsync(new(), ObjectFault.Network);
        await GiveAsync(sink, output, 1);
        await _store!.Tried;
        File.Delete(FileOf(1));
        File.Delete(Path.ChangeExtension(FileOf(1), ".json"));
        _store.Fault = null;
        await sink.DisposeAsync();
        Assert.Equal((1, 0, 0, 1), (sink.Counts.Accepted, sink.Counts.Acknowledged, sink.Counts.Spooled, sink.Counts.Dropped));
        Assert.Contains("is gone before it was uploaded", _fixture.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("is gone", await File.ReadAllTextAsync(Path.Combine(_fixture.Folder, "out/spool/store/refused.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_KeyOfAnotherObject_IsLeftAloneAndReported()
    {
        Directory.CreateDirectory(Bucket);
        await File.WriteAllTextAsync(Path.Combine(Bucket, "00000001.jpg"), "another");
        using var output = new CaughtFrames();
        var sink = await StartAsync(new() { Key = "{frame}", Sidecar = false });
        await GiveAsync(sink, output, 1);
        await sink.DisposeAsync();
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(Bucket, "00000001.jpg")));
        Assert.Equal(1, sink.Counts.Dropped);
        Assert.True(File.Exists(FileOf(1)));
        Assert.Contains("is another object already", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_AfterAnOutage_UploadsWhatWaited()
    {
        using var output = new CaughtFrames();
        var first = await StartAsync(new() { FlushTimeout = TimeSpan.Zero }, ObjectFault.Credentials);
        for (var i = 0; i < 20; i++) await GiveAsync(first, output, i);
        await first.DisposeAsync();
        Assert.Equal((20, 0, 20), (first.Counts.Accepted, first.Counts.Acknowledged, first.Counts.Spooled));
        Assert.Empty(Uploaded());

        var second = await StartAsync(new());
        for (var i = 20; i < 30; i++) await GiveAsync(second, output, i);
        await second.DisposeAsync();
        Assert.Equal((30, 30, 0), (second.Counts.Accepted, second.Counts.Acknowledged, second.Counts.Spooled));
        Assert.Equal(60, Uploaded().Length);
    }

    [Fact]
    public async Task Replay_OfWhatWasUploadedAndTakenAway_CountsAsUploaded()
    {
        using var output = new CaughtFrames();
        var first = await StartAsync(new() { DeleteAfter = true });
        var id = await GiveAsync(first, output, 1);
        await first.DisposeAsync();
        // As if it had been killed between the upload and the acknowledgement.
        var second = await StartAsync(new() { Key = "gate/" + id + "{frame}", Sidecar = false, DeleteAfter = true });
        File.Copy(Path.Combine(Bucket, $"gate/{id}.jpg"), Path.Combine(Bucket, $"gate/{id}00000001.jpg"));
        using var frame = Keyframe(1, out _);
        File.Delete(FileOf(1));
        await second.ProcessAsync(frame, output, default);
        await second.DisposeAsync();
        Assert.Equal((1, 0), (second.Counts.Acknowledged, second.Counts.Dropped));
    }

    private TroubledStore? _store;

    private async Task<S3Sink> StartAsync(S3Options options, ObjectFault? fault = null)
    {
        if (options.Key.StartsWith("{engine}", StringComparison.Ordinal)) options = options with { Key = "{source}/{id}" };
        _store = new TroubledStore(Bucket) { Fault = fault };
        var sink = new S3Sink(_fixture.Context("gate"), options with { Bucket = "shots" }, () => _store);
        await sink.StartAsync(default);
        return sink;
    }

    private async Task<Guid> GiveAsync(S3Sink sink, CaughtFrames output, int index)
    {
        using var frame = Keyframe(index, out var id);
        await sink.ProcessAsync(frame, output, default);
        return id;
    }

    private Frame Keyframe(int index, out Guid id)
    {
        File.WriteAllText(FileOf(index), $"picture {index}");
        File.WriteAllText(Path.ChangeExtension(FileOf(index), ".json"), $"{{\"frame\":{index}}}");
        using var frame = _fixture.Frame("gate", index);
        id = frame.Info.Id;
        return frame.With(new Keyframe { Score = 1, Reasons = new Dictionary<string, double>(), Uri = new Uri(FileOf(index)).AbsoluteUri });
    }

    private string FileOf(int index) => Path.Combine(_fixture.Folder, $"shot {index}.jpg");

    private string[] Uploaded() => !Directory.Exists(Bucket) ? [] :
        [.. Directory.EnumerateFiles(Bucket, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Bucket, path)).Order(StringComparer.Ordinal)];
}
