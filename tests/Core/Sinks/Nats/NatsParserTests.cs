using System.Buffers;
using System.Text;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsParserTests
{
    // As nats-server 2.9 sent it.
    private const string Recorded =
        "INFO {\"server_id\":\"ND\",\"version\":\"2.9.10\",\"proto\":1,\"headers\":true,\"max_payload\":1048576} \r\n"
        + "PONG\r\nMSG a.b 1 5\r\nhe\r\no\r\nMSG a.b 2 _INBOX.x 0\r\n\r\n"
        + "HMSG a.b 1 _INBOX.y 22 24\r\nNATS/1.0\r\nBar: Baz\r\n\r\nHi\r\n"
        + "PING\r\n+OK\r\n-ERR 'Unknown Protocol Operation'\r\n";

    [Fact]
    public void TryRead_RecordedBytes_GivesEachOperation()
    {
        var ops = ReadAll(new(Encoding.UTF8.GetBytes(Recorded)));
        Assert.Equal(
            [
                "Info", "Pong", "Message a.b 1  [] [he\r\no]", "Message a.b 2 _INBOX.x [] []",
                "Message a.b 1 _INBOX.y [NATS/1.0\r\nBar: Baz\r\n\r\n] [Hi]", "Ping", "Ok", "Error Unknown Protocol Operation",
            ],
            ops);
    }

    [Fact]
    public void TryRead_CutAnywhere_GivesTheSame()
    {
        var bytes = Encoding.UTF8.GetBytes(Recorded);
        var whole = ReadAll(new(bytes));
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var first = new Segment(bytes.AsMemory(0, cut), null);
            var second = new Segment(bytes.AsMemory(cut), first);
            Assert.Equal(whole, ReadAll(new(first, 0, second, second.Memory.Length)));
        }
    }

    [Fact]
    public void TryRead_EveryPrefix_NeedsMoreOrGivesPart()
    {
        var bytes = Encoding.UTF8.GetBytes(Recorded);
        var whole = ReadAll(new(bytes));
        for (var length = 0; length < bytes.Length; length++)
        {
            var ops = ReadAll(new(bytes.AsMemory(0, length)));
            Assert.Equal(whole.Take(ops.Count), ops);
        }
    }

    [Theory]
    [InlineData("HELLO\r\n")]
    [InlineData("\r\n")]
    [InlineData("MSG\r\n")]
    [InlineData("MSG a 1\r\n")]
    [InlineData("MSG a 1 b c 5\r\n")]
    [InlineData("MSG a x 5\r\n")]
    [InlineData("MSG a 1 -5\r\n")]
    [InlineData("MSG a 1 5x\r\n")]
    [InlineData("MSG a 1 99999999999999999999\r\n")]
    [InlineData("MSG a 1 2147483647\r\n")]
    [InlineData("MSG a 1 1\r\nabc")]
    [InlineData("HMSG a 1 9 5\r\n")]
    [InlineData("HMSG a 1 5\r\n")]
    [InlineData("HMSG a b c d e f g h\r\n")]
    public void TryRead_NoNats_Throws(string text)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text));
        Assert.Throws<NatsProtocolException>(() => NatsParser.TryRead(ref buffer, NatsLimits.Default, out _));
    }

    [Fact]
    public void TryRead_LineWithoutEnd_ThrowsAtTheLimit()
    {
        var limits = new NatsLimits(100, 100);
        var below = new ReadOnlySequence<byte>(new byte[100]);
        Assert.False(NatsParser.TryRead(ref below, limits, out _));
        var above = new ReadOnlySequence<byte>(new byte[101]);
        Assert.Throws<NatsProtocolException>(() => NatsParser.TryRead(ref above, limits, out _));
    }

    [Fact]
    public void TryRead_AnnouncedOverTheLimit_ThrowsBeforeItComes()
    {
        var buffer = new ReadOnlySequence<byte>("MSG a 1 101\r\n"u8.ToArray());
        Assert.Throws<NatsProtocolException>(() => NatsParser.TryRead(ref buffer, new(100, 100), out _));
    }

    [Fact]
    public void TryRead_MutatedBytes_ParsesOrThrowsItsOwnException()
    {
        var random = new Random(11);
        var seed = Encoding.UTF8.GetBytes(Recorded);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seed.Clone();
            for (var j = random.Next(1, 6); j > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                ReadAll(new(bytes.AsMemory(random.Next(bytes.Length))));
            }
            catch (NatsProtocolException)
            {
                // The one way out for what is no NATS.
            }
        }
    }

    [Theory, InlineData("[]"), InlineData("{"), InlineData(""), InlineData("{\"max_payload\":\"x\"}"), InlineData("{\"max_payload\":1e99}"), InlineData("{\"tls_required\":3}")]
    public void ParseInfo_NotTheObject_Throws(string json) => Assert.Throws<NatsProtocolException>(() => NatsServerInfo.Parse(json));

    private static List<string> ReadAll(ReadOnlySequence<byte> buffer)
    {
        var ops = new List<string>();
        while (NatsParser.TryRead(ref buffer, NatsLimits.Default, out var op))
            ops.Add(op.Kind switch
            {
                NatsOpKind.Message => $"Message {op.Subject} {op.Sid} {op.ReplyTo} [{Encoding.UTF8.GetString(op.Headers)}] [{Encoding.UTF8.GetString(op.Payload)}]",
                NatsOpKind.Error => $"Error {op.Text}",
                _ => op.Kind.ToString(),
            });
        return ops;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before == null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
