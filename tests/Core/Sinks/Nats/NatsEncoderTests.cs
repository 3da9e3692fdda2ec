using System.Text;
using Sluice.Core.Sinks.Nats;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsEncoderTests
{
    [Fact]
    public void Publish_Payload_IsPub() => Assert.Equal("PUB a.b 3\r\nabc\r\n", Text(NatsEncoder.Publish("a.b", "abc"u8)));

    [Fact]
    public void Publish_Headers_IsHpubWithBothLengths()
        => Assert.Equal(
            "HPUB a.b 25 28\r\nNATS/1.0\r\nMsg-Id: 1é\r\n\r\nabc\r\n", Text(NatsEncoder.Publish("a.b", "abc"u8, ("Msg-Id", "1é"))));

    [Theory, InlineData(""), InlineData("a b"), InlineData("a..b"), InlineData("a.*"), InlineData(">"), InlineData("a\r\nPUB x 0"), InlineData(".a")]
    public void Publish_NoSubject_Throws(string subject) => Assert.Throws<ArgumentException>(() => NatsEncoder.Publish(subject, default));

    [Fact]
    public void Publish_HeaderWithLineEnd_Throws() => Assert.Throws<ArgumentException>(() => NatsEncoder.Publish("a", default, ("b", "c\r\nd")));

    [Theory, InlineData("gate", "gate"), InlineData("gate.1", "gate_1"), InlineData("a b*>", "a_b__"), InlineData("", "_")]
    public void Token_Name_IsOneToken(string name, string token) => Assert.Equal(token, NatsEncoder.Token(name));

    [Theory]
    [InlineData("nats://box", "nats://box:4222")]
    [InlineData("nats://user:secret@box:4223", "nats://user:***@box:4223")]
    [InlineData("nats://token@box", "nats://***@box:4222")]
    public void Endpoint_Shown_HidesSecrets(string url, string shown)
    {
        Assert.Null(NatsEndpoint.Fault(url));
        Assert.Equal(shown, NatsEndpoint.Parse(url).ToString());
    }

    [Theory, InlineData("box:4222"), InlineData("http://box"), InlineData("nats://"), InlineData("nats://box/x"), InlineData("embedded:")]
    public void Servers_WrongUrl_HasAFault(string url) => Assert.NotNull(NatsServers.Fault(url));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
