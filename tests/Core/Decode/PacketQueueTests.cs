using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

public sealed class PacketQueueTests
{
    public PacketQueueTests() => FFmpegLibrary.Load();

    [Fact]
    public void TryAdd_FullOfPackets_Refuses()
    {
        using var queue = new PacketQueue(2, long.MaxValue);
        Assert.True(queue.TryAdd(Packet(queue, 1), default));
        Assert.True(queue.TryAdd(Packet(queue, 1), default));
        var third = Packet(queue, 1);
        Assert.False(queue.TryAdd(third, default));
        queue.Return(third);
    }

    [Fact]
    public void TryAdd_FullOfBytes_RefusesButAlwaysLetsOneIn()
    {
        using var queue = new PacketQueue(100, 1000);
        Assert.True(queue.TryAdd(Packet(queue, 5000), default));
        var second = Packet(queue, 1);
        Assert.False(queue.TryAdd(second, default));
        queue.Return(second);
    }

    [Fact]
    public async Task Add_FullQueue_WaitsUntilSomethingIsTaken()
    {
        using var queue = new PacketQueue(1, long.MaxValue);
        queue.Add(Packet(queue, 1), default, CancellationToken.None);
        var adding = Task.Run(() => queue.Add(Packet(queue, 1), default, CancellationToken.None));
        Assert.False(adding.IsCompleted);
        Assert.True(queue.TryTake(out var first));
        queue.Return(first.Packet!);
        Assert.True(await adding.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task Add_Cancelled_GivesThePacketBack()
    {
        using var queue = new PacketQueue(1, long.MaxValue);
        queue.Add(Packet(queue, 1), default, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var packet = Packet(queue, 1);
        var adding = Task.Run(() => queue.Add(packet, default, stop.Token));
        await stop.CancelAsync();
        Assert.False(await adding.WaitAsync(TimeSpan.FromSeconds(30)));
        queue.Return(packet);
    }

    private static AvPacket Packet(PacketQueue queue, int bytes)
    {
        var packet = queue.Rent();
        packet.CopyFrom(new byte[bytes]);
        return packet;
    }
}
