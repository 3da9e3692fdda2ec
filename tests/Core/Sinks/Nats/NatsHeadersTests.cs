using System.Text;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsHeadersTests
{
    [Fact]
    public void Parse_Headers_FindsThemWhateverTheirCase()
    {
        var headers = NatsHeaders.Parse("NATS/1.0\r\nNats-Msg-Id: a:b \r\nx:\r\nx: second\r\n\r\n"u8);
        Assert.Equal(("a:b", "", null, 0), (headers["nats-msg-id"], headers["X"], headers["y"], headers.Status));
        Assert.Equal(3, headers.All.Length);
    }

    [Theory, InlineData("NATS/1.0 503\r\n\r\n", 503, ""), InlineData("NATS/1.0 404 No Messages\r\n\r\n", 404, "No Messages")]
    public void Parse_Status_IsRead(string block, int status, string description)
    {
        var headers = NatsHeaders.Parse(Encoding.UTF8.GetBytes(block));
        Assert.Equal((status, description), (headers.Status, headers.Description));
    }

    [Theory]
    [InlineData("HTTP/1.0\r\n\r\n")]
    [InlineData("NATS/1.0")]
    [InlineData("NATS/1.0\r\n")]
    [InlineData("NATS/1.0 x\r\n\r\n")]
    [InlineData("NATS/1.0\r\nno colon\r\n\r\n")]
    [InlineData("NATS/1.0\r\n: no name\r\n\r\n")]
    [InlineData("NATS/1.0\r\na: b\r\n")]
    public void Parse_NoHeaders_Throws(string block) => Assert.Throws<NatsProtocolException>(() => NatsHeaders.Parse(Encoding.UTF8.GetBytes(block)));

    [Fact]
    public void Parse_ManyHeaders_ThrowsAtTheLimit()
    {
        var block = Encoding.UTF8.GetBytes("NATS/1.0\r\n" + string.Concat(Enumerable.Repeat("a: b\r\n", 2000)) + "\r\n");
        Assert.Throws<NatsProtocolException>(() => NatsHeaders.Parse(block));
    }

    [Fact]
    public void Parse_MutatedBytes_ParsesOrThrowsItsOwnException()
    {
        var random = new Random(12);
        var seed = "NATS/1.0 404 No Messages\r\nNats-Msg-Id: a\r\nB: c\r\n\r\n"u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])seed.Clone();
            for (var j = random.Next(1, 6); j > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                NatsHeaders.Parse(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            }
            catch (NatsProtocolException)
            {
                // The one way out for what are no headers.
            }
        }
    }
}
