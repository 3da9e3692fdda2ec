using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.ClickHouse;

/// <summary>Exact counts whatever the server does, against a server that counts; chDB and the real server have tests of their own.</summary>
public sealed class ClickHouseDeliveryTests : IAsyncLifetime, IDisposable
{
    private const int ObjectsOfFrame = 2;
    private readonly SinkFixture _fixture = new();
    private readonly FakeClickHouse _server = new();
    private int _rowBytes;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_AnswersLostAndErrorsBetween_StoresEachRowOnce()
    {
        _server.Start();
        var tries = new ConcurrentDictionary<string, int>();
        _server.BeforeStore = (_, token) => tries.AddOrUpdate(token, 1, static (_, count) => count + 1) == 1
            ? (500, "Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)") : null;
        _server.AfterStore = (_, token) => tries[token] == 2 ? (502, "the answer is lost") : null;
        var sink = await StartAsync(new() { Url = _server.Url, BatchRows = 100, InFlight = 3, FlushTimeout = TimeSpan.FromMinutes(2) });
        await FeedAsync(sink, 0, 250);
        await sink.DisposeAsync();
        Assert.Equal(250 * ObjectsOfFrame, StoredObjects());
        Assert.Empty(_server.Changed);
        Assert.True(_server.Tokens.Count > _server.Blocks.Count, "no block came twice");
        var counts = ((ISink)sink).Counts;
        Assert.Equal((counts.Accepted, 0L, 0L), (counts.Acknowledged, counts.Spooled, counts.Dropped));
    }

    [Fact]
    public async Task Run_ServerDownAtTheStart_TakesRowsAndSendsThemLater()
    {
        var sink = await StartAsync(new() { Url = _server.Url, BatchRows = 100, FlushTimeout = TimeSpan.FromMinutes(2) });
        await FeedAsync(sink, 0, 200);
        Assert.Equal(200 * ObjectsOfFrame + 1, ((ISink)sink).Counts.Spooled);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!_fixture.Log.Lines.Any(static line => line.Contains("sent again", StringComparison.Ordinal))) await Task.Delay(5, limit.Token);
        _server.Start();
        await sink.DisposeAsync();
        Assert.Equal(200 * ObjectsOfFrame, StoredObjects());

        // Said once until it goes well again; a busy machine may reset a connection afterwards, which is another fault.
        var outage = _fixture.Log.Lines.TakeWhile(static line => !line.Contains("takes rows again", StringComparison.Ordinal));
        Assert.Single(outage, static line => line.Contains("cannot be reached", StringComparison.Ordinal) && line.Contains("sent again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_AfterARunWithoutServer_SendsWhatTheFirstRunAccepted()
    {
        var options = new ClickHouseOptions { Url = _server.Url, FlushTimeout = TimeSpan.FromMilliseconds(1) };
        var first = await StartAsync(options);
        await FeedAsync(first, 0, 100);
        await first.DisposeAsync();
        Assert.Contains("stay in the spool", _fixture.Log.ToString(), StringComparison.Ordinal);
        _server.Start();
        var second = await StartAsync(options with { FlushTimeout = TimeSpan.FromMinutes(2) });
        await FeedAsync(second, 100, 50);
        await second.DisposeAsync();
        Assert.Equal(150 * ObjectsOfFrame, StoredObjects());
        Assert.Equal(((ISink)second).Counts.Accepted, ((ISink)second).Counts.Acknowledged);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Restart_AfterADeathAtAnyMoment_StoresEachRowOnce(int seed)
    {
        // What lies in the folder at a moment is what a process that is killed at that moment leaves: the kernel has it.
        _server.Start();
        var random = new Random(seed);
        var options = new ClickHouseOptions
        {
            Url = _server.Url, BatchRows = 40, BatchAge = TimeSpan.FromMilliseconds(5), InFlight = 3, FlushTimeout = TimeSpan.FromMilliseconds(1),
        };
        var fed = 0;
        for (var life = 0; life < 6; life++)
        {
            var sink = await StartAsync(options);
            var more = random.Next(20, 150);
            await FeedAsync(sink, fed, more);
            fed += more;
            // From here on it is dead as far as the server can tell, whatever it was just doing.
            _server.BeforeStore = static (_, _) => (500, "Code: 999. DB::Exception: dead. (DEAD)");
            options = options with { Spool = new() { Path = Copy(life) } };
            await sink.DisposeAsync();
            _server.BeforeStore = static (_, _) => null;
        }

        await (await StartAsync(options with { FlushTimeout = TimeSpan.FromMinutes(2) })).DisposeAsync();
        Assert.Empty(_server.Changed);
        Assert.Equal(fed * ObjectsOfFrame, StoredObjects());
    }

    [Fact]
    public async Task Run_BlockThatTheServerRefuses_IsKeptAsideAndTheRestGoesOn()
    {
        _server.Start();
        _server.BeforeStore = static (statement, _) => statement.Contains("INTO tracks ", StringComparison.Ordinal)
            ? (400, "Code: 53. DB::Exception: Type mismatch. (TYPE_MISMATCH)") : null;
        var sink = await StartAsync(new() { Url = _server.Url });
        using (var last = _fixture.Frame("gate", 0))
        using (var ended = last.With([], [new Track(7, 2, "car", 0, 9, SinkFixture.Noon, SinkFixture.Noon, 10, 0.9f, new(1, 2, 3, 4), new(5, 6, 7, 8))]))
            await sink.ProcessAsync(ended, NoOutput.Instance, default);
        await FeedAsync(sink, 1, 10);
        await sink.DisposeAsync();
        Assert.Equal(10 * ObjectsOfFrame, StoredObjects());
        var counts = ((ISink)sink).Counts;
        Assert.Equal((1L, 0L), (counts.Dropped, counts.Spooled));
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_fixture.Folder, "out/spool/store/refused"), "*.txt"));
        var reason = await File.ReadAllTextAsync(kept);
        Assert.Contains("Type mismatch", reason, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO tracks (", reason, StringComparison.Ordinal);
        Assert.Contains("will never be taken", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_ServerDownAndSpoolFull_WaitsInsteadOfLosing()
    {
        var sink = await StartAsync(new() { Url = _server.Url, Spool = new() { Bytes = new(64 << 10) }, FlushTimeout = TimeSpan.FromMilliseconds(10) });
        using var giveUp = new CancellationTokenSource();
        var sent = 0;
        Task pending;
        do
        {
            using var frame = _fixture.Frame("gate", sent, SinkFixture.Car());
            pending = sink.ProcessAsync(frame, NoOutput.Instance, giveUp.Token).AsTask();
            if (pending.IsCompleted) sent++;
        }
        while (pending.IsCompletedSuccessfully && sent < 10_000);
        Assert.InRange(sent, 50, 1000);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await sink.DisposeAsync();
        Assert.Equal((0L, sent + 1L), (((ISink)sink).Counts.Acknowledged, ((ISink)sink).Counts.Spooled));
    }

    [Fact]
    public async Task Process_ServerDownAndSpoolFullWithDropOldest_CountsWhatGoes()
    {
        var sink = await StartAsync(new() { Url = _server.Url, Spool = new() { Bytes = new(64 << 10), WhenFull = SpoolWhenFull.DropOldest }, FlushTimeout = TimeSpan.FromMilliseconds(10) });
        await FeedAsync(sink, 0, 1000);
        await sink.DisposeAsync();
        var counts = ((ISink)sink).Counts;
        Assert.Equal(1000 * ObjectsOfFrame + 1, counts.Dropped + counts.Spooled);
        Assert.True(counts.Dropped > 0);
    }

    [Fact]
    public async Task Run_SlowServer_KeepsSeveralBlocksUnderWay()
    {
        var gate = new TaskCompletionSource();
        _server.Start();
        var sink = await StartAsync(new() { Url = _server.Url, BatchRows = 10, InFlight = 3, FlushTimeout = TimeSpan.FromMinutes(2) });
        _server.Gate = gate.Task;
        await FeedAsync(sink, 0, 100);
        while (_server.Tokens.Count < 3) await Task.Delay(10);
        Assert.InRange(_server.Tokens.Count, 3, 4);
        gate.SetResult();
        await sink.DisposeAsync();
        Assert.Equal(100 * ObjectsOfFrame, StoredObjects());
    }

    [Fact]
    public async Task Run_GzipAndRowBinary_IsTakenByTheServer()
    {
        _server.Start();
        var sink = await StartAsync(new() { Url = _server.Url, Compress = BlockCompression.Gzip, Format = BlockFormat.RowBinary });
        await FeedAsync(sink, 0, 100);
        await sink.DisposeAsync();
        Assert.Equal(100 * ObjectsOfFrame, StoredObjects());
    }

    [Fact]
    public async Task Start_WrongPassword_SaysSoWithoutShowingIt()
    {
        _server.Start();
        await using var guarded = new UnauthorizedServer();
        var sink = Create(new() { Url = $"http://writer:topsecret@127.0.0.1:{guarded.Port}" });
        var fault = await Assert.ThrowsAsync<ClickHouseException>(async () => await sink.StartAsync(default));
        await sink.DisposeAsync();
        Assert.Contains("Authentication failed", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", fault + _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ServerDown_GoesOnAndHidesThePassword()
    {
        var sink = await StartAsync(new() { Url = $"http://writer:topsecret@127.0.0.1:{FreePort.Take()}", FlushTimeout = TimeSpan.FromMilliseconds(10) });
        await sink.DisposeAsync();
        Assert.Contains("writer:***@127.0.0.1", _fixture.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", _fixture.Log.ToString(), StringComparison.Ordinal);
    }

    private long StoredObjects() => _server.RowsOf("objects", _rowBytes);

    private string Copy(int number)
    {
        var from = Path.Combine(_fixture.Folder, number == 0 ? "out/spool" : $"copy{number - 1}", "store");
        var to = Path.Combine(_fixture.Folder, $"copy{number}");
        Directory.CreateDirectory(Path.Combine(to, "store"));
        // The bits of what was acknowledged first, the segments after them, so that no bit is of a row that the copy lacks.
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)).OrderBy(file => file.EndsWith(".done", StringComparison.Ordinal) ? 0 : 1))
        {
            try
            {
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var target = File.Create(Path.Combine(to, "store", Path.GetFileName(file)));
                source.CopyTo(target);
            }
            catch (FileNotFoundException)
            {
                // All of it was acknowledged just now.
            }
        }

        return to;
    }

    private async Task FeedAsync(IFrameStage sink, int from, int frames)
    {
        for (var i = from; i < from + frames; i++)
        {
            using var frame = _fixture.Frame("gate", i, SinkFixture.Car(), SinkFixture.Car(i));
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
        }
    }

    private IFrameStage Create(ClickHouseOptions options)
    {
        if (_rowBytes == 0) _rowBytes = RowBytes();
        return (IFrameStage)new ClickHouseFactory().Create(_fixture.Context("gate"), (object)options);
    }

    /// <summary>The size of the object row that these tests write: all alike.</summary>
    private int RowBytes()
    {
        using var batch = new RowBatch();
        using var frame = _fixture.Frame("gate", 0, SinkFixture.Car());
        new MetadataRows("box-01", Guid.NewGuid(), "", new(null)).Objects(batch, frame, SinkFixture.Noon);
        batch.Finish();
        return batch.Of(Table.Objects).Bytes - EntryFormat.HeadBytes - RowBatch.HeaderBytes;
    }

    private async Task<IFrameStage> StartAsync(ClickHouseOptions options)
    {
        var sink = Create(options);
        await sink.StartAsync(default);
        return sink;
    }
}
