using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Ort;
using Sluice.Tests.Cuda;
using PixelFormat = Sluice.Abstractions.PixelFormat;

namespace Sluice.Tests.Inference.Device;

[Collection(nameof(DeviceTrafficCollection))]
public sealed class DevicePictureTests
{
    [GccFact]
    public void Plane_OfAPictureOnTheDevice_IsCopiedOnceAndCounted()
    {
        using var frames = new DeviceFrames();
        using var noise = DeviceFrames.Noise(98, 54);
        var (onDevice, onHost) = frames.Both(noise);
        using var one = new Frame(ClipFrames.Info("gpu", 0), onDevice);
        using var other = new Frame(ClipFrames.Info("cpu", 0), onHost);
        var before = DeviceTraffic.DownloadedBytes;

        Assert.Equal((98, 54, PixelFormat.Nv12, 2), (onDevice.Width, onDevice.Height, onDevice.Format, onDevice.PlaneCount));
        for (var plane = 0; plane < 2; plane++)
            for (var row = 0; row < (plane == 0 ? 54 : 27); row++)
                Assert.True(onHost.Plane(plane).Slice(row * onHost.StrideBytes(plane), 98).SequenceEqual(onDevice.Plane(plane).Slice(row * onDevice.StrideBytes(plane), 98)));

        Assert.Equal(98 * 54 * 3 / 2, DeviceTraffic.DownloadedBytes - before);
        Assert.Equal(1, frames.Held.Held);
    }

    [GccFact]
    public void SurfaceCount_AtItsLimit_RefusesUntilOneComesBack()
    {
        var count = new SurfaceCount(2);

        Assert.True(count.TryEnter());
        Assert.True(count.TryEnter());
        Assert.False(count.TryEnter());
        count.Leave();
        Assert.False(count.TryEnter(1), "fewer of a larger size fit");
        Assert.True(count.TryEnter());
    }

    [GccDataFact]
    public void Detect_PicturesOnTheModelsDevice_FindsTheSameAndCopiesNothing()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        using var onCpu = new DetectionRun(model, 3);
        List<(Frame Device, Frame Host)> pairs = [.. new[] { "dashcam-highway.mp4", "pets09-s2l1-360p.mp4", "cars-topdown.mp4" }.Select((clip, i) => Pair(frames, clip, i))];
        var (expected, found) = (new ImmutableArray<Detection>[3], new ImmutableArray<Detection>[3]);
        onCpu.Detect([.. pairs.Select(pair => pair.Host)], expected, CancellationToken.None);

        model.Gpu = new(Over(gpu));
        using var onGpu = new DetectionRun(model, 3);
        var before = DeviceTraffic.DownloadedBytes;
        // A picture that was decoded on the host goes up to the others.
        onGpu.Detect([pairs[0].Device, pairs[1].Host, pairs[2].Device], found, CancellationToken.None);

        Assert.Equal(before, DeviceTraffic.DownloadedBytes);
        Assert.True(expected.Sum(detections => detections.Length) > 5);
        for (var i = 0; i < 3; i++) Assert.Equal(expected[i].ToArray(), found[i].ToArray());
        foreach (var (one, other) in pairs)
        {
            one.Dispose();
            other.Dispose();
        }
    }

    [GccDataFact]
    public void Detect_ModelOnTheCpu_CopiesThePicturesToIt()
    {
        using var frames = new DeviceFrames();
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var run = new DetectionRun(model, 1);
        var (device, host) = Pair(frames, "dashcam-highway.mp4", 0);
        var (expected, found) = (new ImmutableArray<Detection>[1], new ImmutableArray<Detection>[1]);
        var before = DeviceTraffic.DownloadedBytes;

        run.Detect([host], expected, CancellationToken.None);
        run.Detect([device], found, CancellationToken.None);

        Assert.Equal(device.Picture.SizeBytes, DeviceTraffic.DownloadedBytes - before);
        Assert.NotEmpty(expected[0]);
        Assert.Equal(expected[0].ToArray(), found[0].ToArray());
        device.Dispose();
        host.Dispose();
    }

    [GccDataTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Detect_OnALane_FindsTheSameInBatchesOfEverySize(bool captures)
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        using var onCpu = new DetectionRun(model, 3);
        List<(Frame Device, Frame Host)> pairs = [.. new[] { "dashcam-highway.mp4", "pets09-s2l1-360p.mp4", "cars-topdown.mp4" }.Select((clip, i) => Pair(frames, clip, i))];
        var expected = new ImmutableArray<Detection>[3];
        onCpu.Detect([.. pairs.Select(pair => pair.Host)], expected, CancellationToken.None);
        using var plain = model.Sessions;
        using var keeper = new SessionKeeper(stop => OrtSession.Load(model.Path, new OrtSessionOptions { Lane = new(gpu.Context, captures) }, stop), TimeProvider.System);
        keeper.Open(CancellationToken.None);
        (model.Sessions, model.Gpu) = (keeper, new(Over(gpu)));
        using var onGpu = new DetectionRun(model, 3);
        var before = DeviceTraffic.DownloadedBytes;

        foreach (var count in new[] { 3, 1, 2, 3 })
        {
            var found = new ImmutableArray<Detection>[count];
            onGpu.Detect([.. pairs.Take(count).Select(pair => pair.Device)], found, CancellationToken.None);
            for (var i = 0; i < count; i++) Assert.Equal(expected[i].ToArray(), found[i].ToArray());
        }

        Assert.Equal(before, DeviceTraffic.DownloadedBytes);
        Assert.Equal(captures, model.CapturesGraphs);
        foreach (var (one, other) in pairs)
        {
            one.Dispose();
            other.Dispose();
        }
    }

    [GccDataFact]
    public void Detect_CapturedRuns_TakePicturesOfTheHostToo()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        using var onCpu = new DetectionRun(model, 1);
        var (device, host) = Pair(frames, "dashcam-highway.mp4", 0);
        var (expected, found) = (new ImmutableArray<Detection>[1], new ImmutableArray<Detection>[1]);
        onCpu.Detect([host], expected, CancellationToken.None);
        using var plain = model.Sessions;
        using var keeper = new SessionKeeper(stop => OrtSession.Load(model.Path, new OrtSessionOptions { Lane = new(gpu.Context, capturesGraphs: true) }, stop), TimeProvider.System);
        keeper.Open(CancellationToken.None);
        (model.Sessions, model.Gpu) = (keeper, new(Over(gpu)));
        using var onGpu = new DetectionRun(model, 1);
        var before = DeviceTraffic.UploadedBytes;

        onGpu.Detect([host], found, CancellationToken.None);
        Assert.True(keeper.TryRenew(keeper.Session, CancellationToken.None), "a session that ran well may be replaced");
        onGpu.Detect([host], found, CancellationToken.None);

        Assert.Equal(expected[0].ToArray(), found[0].ToArray());
        Assert.True(DeviceTraffic.UploadedBytes - before >= 2 * host.Picture.SizeBytes);
        device.Dispose();
        host.Dispose();
    }

    // The session runs on the CPU, which reads an emulated device's memory as its own.
    private static ModelGpu Over(GpuDevice gpu) => new(gpu, 0, static (memory, type, shape) => OrtTensor.Over((nint)memory.Address, memory.SizeBytes, type, shape));

    private static (Frame Device, Frame Host) Pair(DeviceFrames frames, string clip, int index)
    {
        using var decoded = ClipFrames.Read(Repository.Video(clip), [4]).Single();
        var (device, host) = frames.Both(((AvPicture)decoded.Picture).Native);
        return (new(ClipFrames.Info(clip, index), device), new(ClipFrames.Info(clip, index), host));
    }
}
