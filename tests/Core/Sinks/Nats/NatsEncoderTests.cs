using System.Text;
using Sluice.Core.Sinks.Nats;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsEncoderTests
{
    [Fact]
    public void Write_Payload_IsPub() => Assert.Equal("PUB a.b 3\r\nabc\r\n", Text(new("a.b", "abc"u8)));

    [Fact]
    public void Write_ReplyTo_StandsBehindTheSubject() => Assert.Equal("PUB a.b c.d 0\r\n\r\n", Text(new("a.b", default, "c.d")));

    [Fact]
    public void Write_Headers_IsHpubWithBothLengths()
        => Assert.Equal(
            "HPUB a.b r 25 28\r\nNATS/1.0\r\nMsg-Id: 1é\r\n\r\nabc\r\n", Text(new("a.b", "abc"u8, "r", [new("Msg-Id", "1é")])));

    [Theory, InlineData(""), InlineData("a b"), InlineData("a..b"), InlineData("a.*"), InlineData(">"), InlineData("a\r\nPUB x 0"), InlineData(".a"), InlineData("a.")]
    public void Write_NoSubject_Throws(string subject)
    {
        Assert.Throws<ArgumentException>(() => Text(new(subject, default)));
        Assert.Throws<ArgumentException>(() => Text(new("a", default, subject)));
    }

    [Theory, InlineData("b", "c\r\nd"), InlineData("b:", "c"), InlineData("", "c")]
    public void Write_HeaderThatBreaksItsLine_Throws(string name, string value) => Assert.Throws<ArgumentException>(() => Text(new("a", default, null, [new(name, value)])));

    [Fact]
    public void Write_LineLongerThanServersTake_Throws() => Assert.Throws<ArgumentException>(() => Text(new(new('a', 4096), default)));

    [Theory, InlineData("gate", "gate"), InlineData("gate.1", "gate_1"), InlineData("a b*>", "a_b__"), InlineData("", "_")]
    public void Token_Name_IsOneToken(string name, string token) => Assert.Equal(token, NatsEncoder.Token(name));

    [Theory, InlineData("a", true), InlineData("a.*.b", true), InlineData("a.>", true), InlineData(">", true), InlineData(">.a", false), InlineData("a*", false), InlineData("a b", false)]
    public void IsPattern_Subject_KnowsWildcards(string subject, bool expected) => Assert.Equal(expected, NatsEncoder.IsPattern(subject));

    [Theory]
    [InlineData("nats://box", "nats://box:4222")]
    [InlineData("tls://box:4444", "tls://box:4444")]
    [InlineData("nats://user:secret@box:4223", "nats://user:***@box:4223")]
    [InlineData("nats://token@box", "nats://***@box:4222")]
    [InlineData("nats://[::1]:4222", "nats://[::1]:4222")]
    public void Endpoint_Shown_HidesSecrets(string url, string shown)
    {
        Assert.Null(NatsEndpoint.Fault(url));
        Assert.Equal(shown, NatsEndpoint.Parse(url).ToString());
    }

    [Theory, InlineData("box:4222"), InlineData("http://box"), InlineData("nats://"), InlineData("nats://box/x"), InlineData("embedded:")]
    public void Servers_WrongUrl_HasAFault(string url) => Assert.NotNull(NatsServers.Fault(url));

    private static string Text(NatsPublish message)
    {
        var bytes = new byte[NatsEncoder.MostBytes(message)];
        return Encoding.UTF8.GetString(bytes, 0, NatsEncoder.Write(bytes, message));
    }
}
