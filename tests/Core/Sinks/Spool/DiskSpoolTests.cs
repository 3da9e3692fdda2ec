using Sluice.Core.Sinks.Spool;

namespace Sluice.Tests.Sinks.Spool;

public sealed class DiskSpoolTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Read_Appended_ComesInOrderWithGrowingSequences()
    {
        using var spool = _fixture.Open();
        SpoolFixture.Append(spool, "a", "b");
        SpoolFixture.Append(spool, "c");
        var all = SpoolFixture.ReadAll(spool);
        Assert.Equal(["a", "b", "c"], all.Select(entry => entry.Text));
        Assert.Equal([0L, 1, 2], all.Select(entry => entry.Ticket.Sequence - all[0].Ticket.Sequence));
    }

    [Fact]
    public void Open_AfterClose_ReplaysWhatWasNotAcknowledged()
    {
        Guid id;
        using (var first = _fixture.Open())
        {
            id = first.Id;
            SpoolFixture.Append(first, "a", "b", "c", "d");
            var all = SpoolFixture.ReadAll(first);
            first.Acknowledge(all[2].Ticket);
            first.Acknowledge(all[0].Ticket);
        }

        using var second = _fixture.Open();
        Assert.Equal(["b", "d"], SpoolFixture.Texts(second));
        Assert.Equal((id, 2L, 4L), (second.Id, second.Depth.Entries, second.TakenOver));
    }

    [Fact]
    public void Open_EverythingAcknowledged_KeepsIdAndNeverReusesASequence()
    {
        var seen = new List<long>();
        Guid? id = null;
        for (var run = 0; run < 3; run++)
        {
            using var spool = _fixture.Open();
            Assert.Equal(id ??= spool.Id, spool.Id);
            SpoolFixture.Append(spool, "x");
            var entry = Assert.Single(SpoolFixture.ReadAll(spool));
            seen.Add(entry.Ticket.Sequence);
            spool.Acknowledge(entry.Ticket);
        }

        Assert.Equal(seen.Distinct().Order(), seen);
        Assert.Single(_fixture.Segments);
    }

    [Fact]
    public void Open_TwiceAtOnce_SaysWhatToDo()
    {
        using var first = _fixture.Open();
        var fault = Assert.Throws<SpoolException>(() => _fixture.Open());
        Assert.Contains(_fixture.Folder, fault.Message, StringComparison.Ordinal);
        Assert.Contains("engine.spool.path", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TailCutAtAnyByte_LosesTheTornEntryOnly()
    {
        using (var spool = _fixture.Open()) SpoolFixture.Append(spool, "first", "second", "third");
        var path = Assert.Single(_fixture.Segments);
        var whole = File.ReadAllBytes(path);
        var length = EntryFormat.HeadBytes + 1;
        var third = SegmentFormat.HeadBytes + (2 * length) + "firstsecond".Length;
        for (var cut = third; cut < whole.Length; cut++)
        {
            Reset(path, whole[..cut]);
            using var spool = _fixture.Open();
            Assert.Equal(["first", "second"], SpoolFixture.Texts(spool));
            SpoolFixture.Append(spool, "later");
            Assert.Equal(["first", "second", "later"], SpoolFixture.Texts(spool));
            Assert.Equal(0, spool.Damaged);
        }
    }

    [Fact]
    public void Open_AnyByteOfAnEntryFlipped_LosesThatEntryOnly()
    {
        using (var spool = _fixture.Open()) SpoolFixture.Append(spool, "first", "second", "third");
        var path = Assert.Single(_fixture.Segments);
        var whole = File.ReadAllBytes(path);
        var length = EntryFormat.HeadBytes + 1;
        var second = SegmentFormat.HeadBytes + length + "first".Length;
        for (var at = second; at < second + length + "second".Length; at++)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= 0x10;
            Reset(path, flipped);
            using var spool = _fixture.Open();
            Assert.Equal(["first", "third"], SpoolFixture.Texts(spool));
            Assert.Equal(1, spool.Damaged);
        }
    }

    [Fact]
    public void Read_DamagedUnderIt_LosesThatEntryOnlyAndIsDoneAllTheSame()
    {
        using var spool = _fixture.Open();
        SpoolFixture.Append(spool, "first", "second", "third");
        using (var file = File.Open(Assert.Single(_fixture.Segments), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = SegmentFormat.HeadBytes + EntryFormat.HeadBytes + 1 + "first".Length + EntryFormat.HeadBytes + 2;
            file.WriteByte(0);
        }

        var all = SpoolFixture.ReadAll(spool);
        Assert.Equal(["first", "third"], all.Select(entry => entry.Text));
        spool.Acknowledge([.. all.Select(entry => entry.Ticket)]);
        Assert.Equal((0L, 1L), (spool.Depth.Entries, spool.Damaged));
    }

    [Fact]
    public void Open_HeadOfASegmentDamaged_MovesItAsideAndSaysSo()
    {
        using (var spool = _fixture.Open()) SpoolFixture.Append(spool, "a");
        var path = Assert.Single(_fixture.Segments);
        var bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        Reset(path, bytes);
        using var second = _fixture.Open();
        Assert.Empty(SpoolFixture.Texts(second));
        Assert.Contains("moved aside", _fixture.Log.ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_fixture.Folder, "*.bad0"));
    }

    [Fact]
    public void Acknowledge_WholeSegments_TakesTheirFilesAway()
    {
        using var fixture = new SpoolFixture { Options = new() { Bytes = new(64 << 10) } };
        using var spool = fixture.Open();
        for (var i = 0; i < 200; i++) Assert.True(SpoolFixture.Append(spool, new string('x', 200)));
        Assert.InRange(fixture.Segments.Count(), 5, 8);
        spool.Acknowledge([.. SpoolFixture.ReadAll(spool).Select(entry => entry.Ticket)]);
        Assert.Single(fixture.Segments);
        Assert.Equal((0L, 0L, 0L), (spool.Depth.Entries, spool.Depth.Items, spool.Depth.Bytes));
        Assert.Equal(400, spool.Acknowledged);
    }

    [Fact]
    public async Task Append_FullWithWait_RefusesUntilASegmentGoes()
    {
        using var fixture = new SpoolFixture { Options = new() { Bytes = new(64 << 10) } };
        using var spool = fixture.Open();
        var taken = 0;
        while (SpoolFixture.Append(spool, new string('x', 1000))) taken++;
        Assert.InRange(taken, 55, 64);
        var room = spool.WaitForRoomAsync(null, default).AsTask();
        Assert.False(room.IsCompleted);
        spool.Acknowledge([.. SpoolFixture.ReadAll(spool).Take(taken / 2).Select(entry => entry.Ticket)]);
        await room;
        Assert.True(SpoolFixture.Append(spool, "more"));
        Assert.Equal(0, spool.Dropped);
        Assert.Single(fixture.Log.Lines, line => line.Contains("is full", StringComparison.Ordinal));
    }

    [Fact]
    public void Append_FullWithDropOldest_KeepsTheNewestAndCounts()
    {
        using var fixture = new SpoolFixture { Options = new() { Bytes = new(64 << 10), WhenFull = SpoolWhenFull.DropOldest } };
        using var spool = fixture.Open();
        for (var i = 0; i < 300; i++) Assert.True(SpoolFixture.Append(spool, $"{i}{new string('x', 1000)}"));
        var left = SpoolFixture.Texts(spool).ToList();
        Assert.StartsWith("299x", left[^1], StringComparison.Ordinal);
        Assert.InRange(left.Count, 45, 64);
        Assert.Equal(2 * (300 - left.Count), spool.Dropped);
        Assert.True(spool.Depth.DiskBytes <= 64 << 10);
    }

    [Fact]
    public void Step_PastTheAge_DropsAndCounts()
    {
        using var fixture = new SpoolFixture { Options = new() { Age = TimeSpan.FromHours(1) } };
        using var spool = fixture.Open();
        SpoolFixture.Append(spool, "old");
        fixture.Time.Step(TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.FromMinutes(59), spool.Depth.OldestAge);
        fixture.Time.Step(TimeSpan.FromMinutes(2));
        Assert.Empty(SpoolFixture.Texts(spool));
        Assert.Equal(2, spool.Dropped);
        SpoolFixture.Append(spool, "new");
        Assert.Equal(["new"], SpoolFixture.Texts(spool));
    }

    [Fact]
    public void Depth_OldestAcknowledged_IsTheAgeOfTheNext()
    {
        using var spool = _fixture.Open();
        SpoolFixture.Append(spool, "a");
        _fixture.Time.Step(TimeSpan.FromSeconds(10));
        SpoolFixture.Append(spool, "b");
        _fixture.Time.Step(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(15), spool.Depth.OldestAge);
        spool.Acknowledge(SpoolFixture.ReadAll(spool)[0].Ticket);
        Assert.Equal(TimeSpan.FromSeconds(5), spool.Depth.OldestAge);
        spool.Acknowledge(SpoolFixture.ReadAll(spool)[0].Ticket);
        Assert.Null(spool.Depth.OldestAge);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2048)]
    public void Depth_AnyNumberAcknowledgedFromTheFront_TellsTheAgeOfTheNext(int acknowledged)
    {
        using var spool = _fixture.Open();
        for (var i = 0; i < acknowledged; i++) SpoolFixture.Append(spool, "a");
        _fixture.Time.Step(TimeSpan.FromSeconds(10));
        SpoolFixture.Append(spool, "b");
        _fixture.Time.Step(TimeSpan.FromSeconds(5));
        spool.Acknowledge([.. SpoolFixture.ReadAll(spool).Take(acknowledged).Select(static entry => entry.Ticket)]);
        Assert.Equal(TimeSpan.FromSeconds(5), spool.Depth.OldestAge);
    }

    [Fact]
    public void Rewind_SomeUnderWay_HandsThemOutAgain()
    {
        using var spool = _fixture.Open();
        SpoolFixture.Append(spool, "a", "b", "c");
        using var reader = spool.Read();
        Assert.True(reader.TryRead(out var first));
        Assert.True(reader.TryRead(out _));
        spool.Acknowledge(first.Ticket);
        reader.Rewind();
        Assert.True(reader.TryRead(out var again));
        Assert.Equal("b", System.Text.Encoding.UTF8.GetString(again.Payload.Span));
    }

    [Fact]
    public async Task Wait_CompletedAfterAnAppend_HandsOutEverythingBeforeItEnds()
    {
        using var spool = _fixture.Open();
        var reading = Task.Run(async () =>
        {
            using var reader = spool.Read();
            var count = 0;
            do
                while (reader.TryRead(out _)) count++;
            while (await reader.WaitAsync(default));
            return count;
        });
        for (var i = 0; i < 1000; i++) SpoolFixture.Append(spool, "x");
        spool.Complete();
        Assert.Equal(1000, await reading);
    }

    [Fact]
    public async Task WaitUntilEmpty_LastOneAcknowledged_Ends()
    {
        using var spool = _fixture.Open();
        SpoolFixture.Append(spool, "a");
        var empty = spool.WaitUntilEmptyAsync(default);
        Assert.False(empty.IsCompleted);
        spool.Acknowledge(SpoolFixture.ReadAll(spool)[0].Ticket);
        await empty;
    }

    [Fact]
    public void Append_LargerThanASegment_IsTaken()
    {
        using var fixture = new SpoolFixture { Options = new() { Bytes = new(256 << 10) } };
        using var spool = fixture.Open();
        Assert.True(SpoolFixture.Append(spool, "a", new string('y', 100_000), "z"));
        Assert.Equal([1, 100_000, 1], SpoolFixture.Texts(spool).Select(text => text.Length));
    }

    private static void Reset(string path, byte[] bytes)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!)) File.Delete(file);
        File.WriteAllBytes(path, bytes);
    }
}
