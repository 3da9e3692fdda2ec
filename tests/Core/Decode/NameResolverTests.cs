using System.Net;
using System.Net.Sockets;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class NameResolverTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("rtsp://camera/one", "rtsp://10.0.0.1/one")]
    [InlineData("rtsp://camera:8554/one", "rtsp://10.0.0.1:8554/one")]
    [InlineData("RTSP://viewer:p%40ss@camera:8554/one?a=b", "RTSP://viewer:p%40ss@10.0.0.1:8554/one?a=b")]
    [InlineData("rtsp://camera", "rtsp://10.0.0.1")]
    [InlineData("rtsps://camera/one", "rtsps://camera/one")]
    [InlineData("https://camera/one.m3u8", "https://camera/one.m3u8")]
    [InlineData("rtsp://192.168.0.7/one", "rtsp://192.168.0.7/one")]
    [InlineData("rtsp://[fe80::1]:554/one", "rtsp://[fe80::1]:554/one")]
    [InlineData("/dev/video0", "/dev/video0")]
    [InlineData("udp://@:1234", "udp://@:1234")]
    public void Resolve_Url_PutsTheAddressWhereItMay(string url, string expected)
        => Assert.Equal(expected, new NameResolver(static _ => [IPAddress.Parse("10.0.0.1")]).Resolve(url, 0, Long, CancellationToken.None));

    [Fact]
    public void Resolve_SeveralAddresses_TakesTheNextWithEachTry()
    {
        var resolver = new NameResolver(static _ => [IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback]);

        Assert.Equal("rtsp://10.0.0.1/", resolver.Resolve("rtsp://camera/", 0, Long, CancellationToken.None));
        Assert.Equal("rtsp://[::1]/", resolver.Resolve("rtsp://camera/", 1, Long, CancellationToken.None));
        Assert.Equal("rtsp://10.0.0.1/", resolver.Resolve("rtsp://camera/", 2, Long, CancellationToken.None));
    }

    [Fact]
    public void Resolve_NameThatIsNotThere_SaysSoWithoutThePassword()
    {
        var resolver = new NameResolver(static _ => throw new SocketException((int)SocketError.HostNotFound));

        var fault = Assert.Throws<StreamFaultException>(() => resolver.Resolve("rtsp://viewer:s3cret@nowhere/", 0, Long, CancellationToken.None)).Fault;

        Assert.Equal((FaultReason.NameNotResolved, FaultSide.Network), (fault.Reason, FaultReasons.SideOf(fault.Reason)));
        Assert.Contains("'nowhere'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_LookUpHangs_GivesUpAtTheDeadlineAndAsksOnceForAll()
    {
        using var hanging = new ManualResetEventSlim();
        var asked = 0;
        var resolver = new NameResolver(_ =>
        {
            Interlocked.Increment(ref asked);
            hanging.Wait();
            return [IPAddress.Loopback];
        });
        try
        {
            for (var i = 0; i < 3; i++)
            {
                var fault = Assert.Throws<StreamFaultException>(() => resolver.Resolve("rtsp://camera/", i, TimeSpan.FromMilliseconds(50), CancellationToken.None));
                Assert.Equal(FaultReason.NameNotResolved, fault.Fault.Reason);
            }
        }
        finally
        {
            hanging.Set();
        }

        Assert.Equal(1, asked);
    }

    [Fact]
    public void Resolve_ToldToStop_Stops()
    {
        using var hanging = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var resolver = new NameResolver(_ =>
        {
            stop.Cancel();
            hanging.Wait();
            return [IPAddress.Loopback];
        });
        try
        {
            Assert.Throws<OperationCanceledException>(() => resolver.Resolve("rtsp://camera/", 0, Long, stop.Token));
        }
        finally
        {
            hanging.Set();
        }
    }
}
