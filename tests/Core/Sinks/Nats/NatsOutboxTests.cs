using System.Text;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsOutboxTests
{
    [Fact]
    public void Add_Steady_AllocatesNothing()
    {
        var outbox = new NatsOutbox(1 << 20, keeps: true);
        var payload = new byte[1000];
        var turns = 0;
        // The first turns make the chunks that are used again from then on.
        Assert.Equal(0, SteadyAllocation.Of(50, Turn));
        Assert.Equal((turns * 500L, 0L), (outbox.Confirmed, outbox.Waiting));

        void Turn()
        {
            turns++;
            for (var i = 0; i < 500; i++) if (outbox.TryAdd(new("sluice.box.summary.gate", payload)) != OutboxAnswer.Taken) throw new InvalidOperationException("full");
            while (outbox.Next() is { } chunk)
            {
                outbox.Written(chunk);
                outbox.ConfirmOldest();
            }
        }
    }

    [Fact]
    public void Next_ManyMessages_IsOneChunkWithOnePing()
    {
        var outbox = new NatsOutbox(1 << 20, keeps: true);
        outbox.TryAdd(new("a", "1"u8));
        outbox.TryAdd(new("b", "2"u8));
        Assert.Equal("PUB a 1\r\n1\r\nPUB b 1\r\n2\r\nPING\r\n", TextOf(outbox.Next()!));
        Assert.Null(outbox.Next());
    }

    [Fact]
    public void TryAdd_Full_SaysSoUntilTheServerConfirmed()
    {
        var outbox = new NatsOutbox(100, keeps: true);
        Assert.Equal(OutboxAnswer.Taken, outbox.TryAdd(new("a", new byte[500])));
        Assert.Equal(OutboxAnswer.Full, outbox.TryAdd(new("a", default)));
        var changed = outbox.ChangedAsync();
        outbox.Written(outbox.Next()!);
        Assert.False(changed.IsCompleted);
        outbox.ConfirmOldest();
        Assert.True(changed.IsCompleted);
        Assert.Equal(OutboxAnswer.Taken, outbox.TryAdd(new("a", default)));
    }

    [Fact]
    public void Next_WindowFull_WaitsForConfirmations()
    {
        var outbox = new NatsOutbox(8 << 20, keeps: true);
        while (outbox.TryAdd(new("a", new byte[60_000])) == OutboxAnswer.Taken)
        {
            // As much as fits.
        }

        var sent = 0;
        while (outbox.Next() is { } chunk)
        {
            outbox.Written(chunk);
            sent++;
        }

        Assert.InRange(sent, 2, 20);
        outbox.ConfirmOldest();
        Assert.NotNull(outbox.Next());
    }

    [Fact]
    public void Close_Keeping_SendsUnconfirmedFirstAndInOrder()
    {
        var outbox = new NatsOutbox(1 << 20, keeps: true);
        outbox.TryAdd(new("a", "1"u8));
        var first = outbox.Next()!;
        outbox.Written(first);
        outbox.TryAdd(new("a", "2"u8));
        outbox.Written(outbox.Next()!);
        outbox.ConfirmOldest();
        outbox.TryAdd(new("a", "3"u8));
        outbox.Close();
        outbox.Open();
        Assert.Equal(["PUB a 1\r\n2\r\nPING\r\n", "PUB a 1\r\n3\r\nPING\r\n"], [TextOf(outbox.Next()!), TextOf(outbox.Next()!)]);
        Assert.Equal(1, outbox.Confirmed);
    }

    [Fact]
    public async Task Close_NotKeeping_ForgetsAndTakesNothing()
    {
        var outbox = new NatsOutbox(1 << 20, keeps: false);
        Assert.Equal(OutboxAnswer.NoServer, outbox.TryAdd(new("a", default)));
        outbox.Open();
        outbox.TryAdd(new("a", "1"u8));
        outbox.Written(outbox.Next()!);
        outbox.TryAdd(new("a", "2"u8));
        var flush = outbox.ConfirmedAsync(default);
        outbox.Close();
        await Assert.ThrowsAsync<IOException>(() => flush);
        Assert.Equal((2L, 0L, OutboxAnswer.NoServer), (outbox.Lost, outbox.Waiting, outbox.TryAdd(new("a", default))));
        outbox.Open();
        Assert.Null(outbox.Next());
    }

    [Fact]
    public void ConfirmOldest_BeforeItsWriteReturned_KeepsTheMemoryUntilThen()
    {
        var outbox = new NatsOutbox(1 << 20, keeps: true);
        outbox.TryAdd(new("a", "1"u8));
        var writing = outbox.Next()!;
        outbox.ConfirmOldest();
        outbox.TryAdd(new("a", "2"u8));
        Assert.NotSame(writing.Buffer, outbox.Next()!.Buffer);
        Assert.StartsWith("PUB a 1\r\n1", TextOf(writing), StringComparison.Ordinal);
        outbox.Written(writing);
    }

    private static string TextOf(OutboxChunk chunk) => Encoding.UTF8.GetString(chunk.WithPing().Span);
}
