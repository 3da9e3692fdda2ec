using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Report;
using Sluice.Tests.Sinks;

namespace Sluice.Core.Tests.Keyframes.State;

/// <summary>The stage with its folders, as an engine would run it.</summary>
public sealed class KeyframeStageTests : IDisposable
{
    private readonly SinkFixture _fixture = new();
    private readonly Counts _ledger = new();

    private string Archive => Path.Combine(_fixture.Folder, "archive");

    private static KeyframeOptions Options => new()
    {
        Budget = new() { Rate = new(4, TimeSpan.FromSeconds(20)) },
        Temporary = new() { Dir = "tmp", Every = TimeSpan.FromMilliseconds(50) },
        Archive = new() { Dir = "archive" },
        Triggers = [new() { When = TriggerKind.NewClass, Within = TimeSpan.FromSeconds(3), Rate = new(6, TimeSpan.FromHours(1)), Now = true }],
    };

    [Fact]
    public async Task EndSourceAsync_FramesKeptAtOnceAndAtTheEnd_AreAllReturnedAndToldOf()
    {
        var output = new Collected();
        await using (var stage = Create())
        {
            await stage.StartAsync(default);
            for (var i = 0; i < 120; i++) await ShowAsync(stage, output, i);
            await stage.EndSourceAsync("gate", output, default);
        }

        Assert.Equal(120, _ledger.Ended);
        var report = KeyframeReport.Parse(await File.ReadAllBytesAsync(Directory.EnumerateFiles(Archive, "report.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First()));
        Assert.Equal(report.Period.Offered, report.Period.Outcomes.Values.Sum());
        Assert.Equal(1, report.Archive.Class["bus"]);
        Assert.NotNull(report.Period.Reach95);
        Assert.Equal(output.Chosen.Count, Keys().Count);
        Assert.Equal([".lock"], Directory.EnumerateFiles(Path.Combine(_fixture.Folder, "tmp"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ProcessAsync_CommitWithinAPeriod_KeepsSomeBeforeItsEndAndTheSameEveryTime()
    {
        var options = Options with { Commit = TimeSpan.FromSeconds(4), Triggers = [] };
        var (first, early) = await RunAsync();
        Directory.Delete(Archive, recursive: true);
        Assert.InRange(early, 1, 4);
        Assert.Equal(first, (await RunAsync()).Chosen);
        Assert.Equal(first.Length, first.Distinct().Count());

        async Task<(long[] Chosen, int Early)> RunAsync()
        {
            var output = new Collected();
            await using var stage = Create(options);
            await stage.StartAsync(default);

            // Two periods and the most of a third: a recording is held up until it is known what the one before chose.
            for (var i = 0; i < 118; i++) await ShowAsync(stage, output, i);
            var chosen = stage.Counts.Outcomes[SelectionOutcome.Archived];
            await stage.EndSourceAsync("gate", output, default);
            return ([.. output.Chosen], (int)chosen - output.Chosen.Count(static index => index < 80));
        }
    }

    [Fact]
    public async Task StartAsync_StateIsDamaged_BeginsAnewSaysSoAndKeepsTheArchive()
    {
        await CutOffAsync();
        var path = Path.Combine(_fixture.Folder, "tmp", ".state", "gate.state");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var before = Keys();
        await RunAsync(120);

        Assert.Single(_fixture.Log.Lines, static line => line.Contains("begins anew", StringComparison.Ordinal) && line.Contains("checksum", StringComparison.Ordinal));
        Assert.NotEmpty(before);
        Assert.Subset(Keys(), before);
        await AssertSweptAsync();
    }

    [Fact]
    public async Task StartAsync_CutOffInTheMiddle_GoesOnAndKeepsAsMuchAsOneRunWould()
    {
        await CutOffAsync();
        var before = Keys();
        await RunAsync(120);

        var resumed = Keys();
        Assert.Contains(_fixture.Log.Lines, static line => line.Contains("goes on where the run before was cut off", StringComparison.Ordinal));
        Assert.NotEmpty(before);
        Assert.Subset(resumed, before);
        Directory.Move(Archive, Archive + ".resumed");
        await RunAsync(120);
        Assert.Equal(Keys().Count, resumed.Count);
        await AssertSweptAsync();
    }

    public void Dispose() => _fixture.Dispose();

    private KeyframeStage Create(KeyframeOptions? options = null) => (KeyframeStage)new KeyframeFactory().Create(_fixture.Context("gate"), (object)(options ?? Options));

    private HashSet<string> Keys() => [.. Directory.EnumerateFiles(Archive, "*.jpg", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()];

    /// <summary>A whole run.</summary>
    private async Task RunAsync(int frames)
    {
        await using var stage = Create();
        await stage.StartAsync(default);
        var output = new Collected();
        for (var i = 0; i < frames; i++) await ShowAsync(stage, output, i);
        await stage.EndSourceAsync("gate", output, default);
    }

    /// <summary>What a run that was cut off left behind is gone when the next one is over.</summary>
    private async Task AssertSweptAsync()
    {
        await RunAsync(1);
        Assert.Equal([".lock"], Directory.EnumerateFiles(Path.Combine(_fixture.Folder, "tmp"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    /// <summary>A run that is over in the middle of a period, without a word to the stage.</summary>
    private async Task CutOffAsync()
    {
        await using var stage = Create();
        await stage.StartAsync(default);
        var output = new Collected();
        for (var i = 0; i < 70; i++) await ShowAsync(stage, output, i);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Keys().Count == 0 || !File.Exists(Path.Combine(_fixture.Folder, "tmp", ".state", "gate.state"))) await Task.Delay(20, patience.Token);
    }

    private async Task ShowAsync(KeyframeStage stage, IStageOutput output, int index)
    {
        var picture = new HostPicture(64, 64, PixelFormat.Gray8);
        for (var y = 0; y < 64; y++)
            for (var x = 0; x < 64; x++) picture.WritablePlane(0)[(y * 64) + x] = (byte)(x / 16 == index / 7 % 4 && y / 16 == index / 3 % 4 ? 220 : 60 + ((x * 7 + y * 3) % 5));
        using var bare = new Frame(new FrameInfo(_ledger)
        {
            Source = "gate",
            Id = Guid.CreateVersion7(),
            Index = index,
            Pts = index,
            PtsSeconds = index / 2.0,
            CapturedAt = SinkFixture.Noon.AddSeconds(index / 2.0),
            ArrivedTimestamp = 0,
        }, picture);
        using var frame = bare.With([new Detection(0, index is > 20 and < 24 ? "bus" : "car", 0.9f, new(4, 4, 20, 20)) { TrackId = index / 30 }]);
        await stage.ProcessAsync(frame, output, default);
    }

    private sealed class Counts : IOutcomeLedger
    {
        private int _ended;

        public int Ended => _ended;

        public void Finish(FrameInfo frame, Outcome outcome) => Interlocked.Increment(ref _ended);
    }

    private sealed class Collected : IStageOutput
    {
        public List<long> Chosen { get; } = [];

        public ValueTask EmitAsync(Frame frame, CancellationToken stop)
        {
            Chosen.Add(frame.Info.Index);
            frame.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
