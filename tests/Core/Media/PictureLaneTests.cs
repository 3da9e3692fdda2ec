using Sluice.Core.Sinks.Media;
using Sluice.Core.Sinks.Media.Targets;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class PictureLaneTests : IDisposable
{
    private readonly TestFrames _frames = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => Assert.Equal(0, _frames.Outstanding);

    [Fact]
    public async Task Put_LiveSourceAndAnEncoderThatHangs_ReturnsAndDropsTheOldest()
    {
        using var target = new SlowTarget();
        await using (var lane = Lane(target, isLive: true))
        {
            Put(lane, 0);
            await target.Entered.WaitAsync(TimeSpan.FromSeconds(60));
            for (var i = 1; i <= 100; i++) Put(lane, i);
            Assert.Equal(97, lane.Dropped);
            target.Release();
            await lane.FinishAsync(default);
            Assert.Equal(97, lane.Dropped);
        }

        Assert.Equal([0, 98, 99, 100], target.Times.Select(static time => (int)Math.Round(time * 25)));
    }

    [Fact]
    public async Task Put_RecordedSource_WaitsAndLosesNothing()
    {
        using var target = new SlowTarget();
        target.Release();
        await using var lane = Lane(target, isLive: false);
        for (var i = 0; i < 50; i++)
        {
            Put(lane, i);
            Assert.Equal(i + 1, target.Times.Count);
        }

        await lane.FinishAsync(default);
        Assert.Equal(0, lane.Dropped);
    }

    [Fact]
    public async Task Finish_GivenUp_InterruptsATargetThatHangs()
    {
        using var target = new SlowTarget();
        await using var lane = Lane(target, isLive: true);
        Put(lane, 0);
        await target.Entered.WaitAsync(TimeSpan.FromSeconds(60));
        await lane.FinishAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Put_TargetThatFails_CountsAndGoesOn()
    {
        using var target = new SlowTarget { Fails = true };
        target.Release();
        await using var lane = Lane(target, isLive: true);
        Put(lane, 0);
        await Eventually.Is(() => lane.Dropped == 1);
        target.Fails = false;
        Put(lane, 1);
        await Eventually.Is(() => target.Times.Count == 1);
        await lane.FinishAsync(default);
    }

    private PictureLane Lane(IPictureTarget target, bool isLive)
        => new("lane", target, new VideoOptions { To = "a.mp4" }, isLive, TimeProvider.System, _log);

    private void Put(PictureLane lane, int index)
    {
        using var frame = _frames.Make(32, 32, pts: index / 25.0, index: index);
        lane.Put(frame);
    }

    /// <summary>Holds the first picture until it is released or interrupted.</summary>
    private sealed class SlowTarget : IPictureTarget
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly SemaphoreSlim _entered = new(0);

        public SemaphoreSlim Entered => _entered;

        public List<double> Times { get; } = [];

        public bool Fails { get; set; }

        public long Accepted => Times.Count;

        public long Written => Times.Count;

        public void Write(AvFrame picture, double seconds, DateTimeOffset capturedAt)
        {
            _entered.Release();
            _gate.Wait();
            if (Fails) throw new IOException("The disk is full.");
            Times.Add(seconds);
        }

        public void Release() => _gate.Set();

        public void Interrupt() => _gate.Set();

        public void Finish()
        {
        }

        // The lane disposes it while a test may still look at it.
        public void Dispose()
        {
        }
    }
}
