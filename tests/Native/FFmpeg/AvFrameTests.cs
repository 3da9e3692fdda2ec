using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class AvFrameTests
{
    [Fact]
    public void Allocate_OfAnOddSize_RoundsChromaUp()
    {
        using var frame = new AvFrame();

        frame.Allocate(33, 17, AvPixelFormat.Yuv420p);

        Assert.Equal((3, 33, 9, 17, 9), (frame.PlaneCount, frame.RowBytes(0), frame.PlaneHeight(1), frame.RowBytes(2), frame.PlaneHeight(2)));
        Assert.Equal((33 * 17) + (2 * 17 * 9), frame.SizeBytes);
        Assert.Equal((frame.Stride(0) * 16) + 33, frame.Plane(0).Length);
    }

    [Fact]
    public void Ref_OfAFrame_SharesPixelsUntilMadeWritable()
    {
        using var first = Pictures.Gradient(64, 48, AvPixelFormat.Yuv420p);
        using var second = new AvFrame();
        first.Pts = 7;

        second.Ref(first);

        Assert.Equal(7, second.Pts);
        Assert.Equal(first.PlaneAddress(0), second.PlaneAddress(0));
        Assert.Throws<InvalidOperationException>(() => first.WritablePlane(0)[0] = 1);
        second.MakeWritable();
        second.WritablePlane(0)[0] = 77;
        Assert.NotEqual(77, first.Plane(0)[0]);
    }

    [Fact]
    public void MoveTo_AnotherFrame_LeavesThisEmpty()
    {
        using var first = Pictures.Gradient(64, 48, AvPixelFormat.Bgr24);
        using var second = new AvFrame();

        first.MoveTo(second);

        Assert.True(first.IsEmpty);
        Assert.Equal(64, second.Width);
    }

    [Fact]
    public void Plane_OutsideTheFrame_IsRefused()
    {
        using var frame = Pictures.Gradient(64, 48, AvPixelFormat.Bgr24);

        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Plane(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AvFrame().Plane(0).Length);
    }

    [Fact]
    public void Width_AfterDispose_Throws()
    {
        var frame = new AvFrame();
        frame.Dispose();

        Assert.Throws<ObjectDisposedException>(() => frame.Width);
    }

    [Fact]
    public void Pool_OfReturnedFrames_RecyclesAndCounts()
    {
        using var pool = new AvFramePool(capacity: 1);
        var first = pool.Rent();
        var second = pool.Rent();
        Assert.Equal(2, pool.Outstanding);
        first.Allocate(8, 8, AvPixelFormat.Gray8);

        pool.Return(first);
        pool.Return(second);

        Assert.Equal(0, pool.Outstanding);
        Assert.Throws<ObjectDisposedException>(() => second.Width);
        Assert.Same(first, pool.Rent());
        Assert.True(first.IsEmpty);
        pool.Return(first);
    }

    [Fact]
    public void Pool_DisposedBeforeItsFrames_FreesThemOnReturn()
    {
        var pool = new AvFramePool();
        var frame = pool.Rent();

        pool.Dispose();
        pool.Return(frame);

        Assert.Equal(0, pool.Outstanding);
        Assert.Throws<ObjectDisposedException>(() => frame.Width);
    }
}
