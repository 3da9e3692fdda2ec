using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NatsServerPoolTests
{
    private static readonly NatsEndpoint Given = NatsEndpoint.Parse("tls://engine:secret@nats.example:4222");

    [Fact]
    public void Learn_Cluster_IsTriedBehindTheGivenAsTheSameUser()
    {
        var pool = new NatsServerPool([Given]);
        pool.Learn(Given, ["10.0.0.2:4223", "nats.example:4222", "[::1]:4224", "not an address", "10.0.0.2:4223", ""]);
        var all = Enumerable.Range(0, pool.Count).Select(_ => pool.Next()).ToList();
        Assert.Equal(["tls://engine:***@nats.example:4222", "tls://engine:***@10.0.0.2:4223", "tls://engine:***@[::1]:4224"], all.Select(static s => s.Endpoint.ToString()));
        Assert.Equal([false, false, true], all.Select(static s => s.EndsRound));
        // A certificate holds the name, not the address the cluster tells.
        Assert.All(all, static s => Assert.Equal(("nats.example", "secret", true), (s.Endpoint.TlsName, s.Endpoint.Password, s.Endpoint.WantsTls)));
    }

    [Fact]
    public void Learn_ServerGone_IsForgottenAndTheGivenNever()
    {
        var pool = new NatsServerPool([Given]);
        pool.Learn(Given, ["a:1", "b:1"]);
        pool.Learn(Given, ["b:1"]);
        Assert.Equal(2, pool.Count);
        pool.Learn(Given, []);
        Assert.Equal(2, pool.Count);
    }

    [Fact]
    public void Learn_EndlessList_IsCutOff()
    {
        var pool = new NatsServerPool([Given]);
        pool.Learn(Given, Enumerable.Range(0, 100_000).Select(static i => $"h{i}:4222"));
        Assert.InRange(pool.Count, 2, 300);
    }

    [Theory, InlineData("user@h:1"), InlineData("h:1/path"), InlineData("h:99999"), InlineData(":1")]
    public void Sibling_NoAddress_IsNull(string address) => Assert.Null(Given.Sibling(address));
}
