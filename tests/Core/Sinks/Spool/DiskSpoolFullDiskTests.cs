using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Spool;

public sealed class DiskSpoolFullDiskTests : IDisposable
{
    private readonly SmallDisk _disk = new();
    private readonly SpoolFixture _fixture = new() { Options = new() { Bytes = new(256 << 10) } };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Append_WriteFailsHalfWay_TakesNothingAndLeavesNothingBehind()
    {
        using (var spool = _fixture.Open(_disk))
        {
            Assert.True(SpoolFixture.Append(spool, "a"));
            // The first of two entries gets to the disk, the second does not.
            _disk.WriteStopsAfter = EntryFormat.HeadBytes + 10;
            Assert.False(SpoolFixture.Append(spool, "lost1", "lost2"));
            _disk.WriteStopsAfter = null;
            Assert.True(SpoolFixture.Append(spool, "b"));
        }

        using var again = _fixture.Open();
        Assert.Equal(["a", "b"], SpoolFixture.Texts(again));
        Assert.Equal(0, again.Damaged);
    }

    [Fact]
    public async Task Append_DiskFullWithWait_SaysSoOnceAndGoesOnLater()
    {
        using var spool = _fixture.Open(_disk);
        _disk.CreateFails = true;
        for (var i = 0; i < 3; i++) Assert.False(SpoolFixture.Append(spool, "a"));
        _disk.CreateFails = false;
        _fixture.Time.Step(TimeSpan.FromSeconds(2));
        await spool.WaitForRoomAsync(null, default);
        Assert.True(SpoolFixture.Append(spool, "a"));
        Assert.Single(_fixture.Log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
        Assert.Single(_fixture.Log.Lines, line => line.Contains("can be written again", StringComparison.Ordinal));
        Assert.Equal(["a"], SpoolFixture.Texts(spool));
    }

    [Fact]
    public void Append_NoRoomForAWholeSegmentAndAllHandedOver_GoesOnInASmallerOne()
    {
        using var spool = _fixture.Open(_disk);
        var text = new string('x', 1000);
        Assert.True(SpoolFixture.Append(spool, text));
        _disk.CreateFails = true;
        while (SpoolFixture.Append(spool, text))
        {
        }

        foreach (var (ticket, _) in SpoolFixture.ReadAll(spool)) spool.Acknowledge(ticket);
        // What the full segment takes comes free only when another one has taken its place.
        _disk.MostReserved = spool.SegmentBytes - 1;
        _fixture.Time.Step(TimeSpan.FromSeconds(2));
        Assert.True(SpoolFixture.Append(spool, "b"));

        Assert.Equal(["b"], SpoolFixture.Texts(spool));
        Assert.Single(_fixture.Segments);
        Assert.Single(_fixture.Log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public void Append_DiskFullWithDropOldest_CountsWhatDoesNotFit()
    {
        using var fixture = new SpoolFixture { Options = new() { Bytes = new(256 << 10), WhenFull = SpoolWhenFull.DropOldest } };
        using var spool = fixture.Open(_disk);
        var text = new string('x', 4000);
        for (var i = 0; i < 20; i++) Assert.True(SpoolFixture.Append(spool, text));
        _disk.CreateFails = true;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(SpoolFixture.Append(spool, text));
            fixture.Time.Step(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(2 * 120, spool.Dropped + spool.Depth.Items);
        Assert.True(spool.Dropped > 0);
    }

    [Fact]
    public void Append_UrgentWhileTheDiskIsFull_FitsIntoWhatIsReserved()
    {
        using var spool = _fixture.Open(_disk);
        using var batch = new SpoolBatch();
        var text = new string('x', 1000);
        Assert.True(SpoolFixture.Append(spool, text));
        _disk.CreateFails = true;
        while (SpoolFixture.Append(spool, text))
        {
        }

        batch.Add("s"u8, "seal"u8);
        Assert.True(spool.TryAppend(batch, out var sequence, urgent: true));
        Assert.NotEqual(0, sequence);
        Assert.Equal("seal", SpoolFixture.Texts(spool).Last());
        Assert.False(SpoolFixture.Append(spool, text));
        Assert.Single(_fixture.Log.Lines, line => line.Contains("cannot be written", StringComparison.Ordinal));
        Assert.DoesNotContain(_fixture.Log.Lines, line => line.Contains("can be written again", StringComparison.Ordinal));
    }
}
