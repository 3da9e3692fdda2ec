using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.Triggers;
using Sluice.Tests.Cuda;
using Sluice.Tests.Inference;
using Sluice.Tests.Inference.Device;

namespace Sluice.Core.Tests.Keyframes;

[Collection(nameof(DeviceTrafficCollection))]
public sealed class DeviceGridTests
{
    [GccFact]
    public void TryRead_PictureOnTheDevice_IsTheGridOfTheHostAndCopiesNothing()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var device = new DeviceGrid(_ => gpu);
        foreach (var (width, height) in new[] { (98, 66), (640, 360) })
        {
            using var noise = DeviceFrames.Noise(width, height);
            var (onDevice, onHost) = frames.Both(noise);
            using var one = new Frame(ClipFrames.Info("gpu", 0), onDevice);
            using var other = new Frame(ClipFrames.Info("cpu", 0), onHost);
            var (found, expected, before) = (new LumaGrid(), new LumaGrid(), DeviceTraffic.DownloadedBytes);

            Assert.True(device.TryRead(onDevice, found));
            Assert.False(device.TryRead(onHost, found), "a picture of the host is read there");
            Assert.True(expected.Read(onHost));

            Assert.Equal([.. expected.Luma, .. expected.Cb, .. expected.Cr], (byte[])[.. found.Luma, .. found.Cb, .. found.Cr]);
            Assert.Equal(before, DeviceTraffic.DownloadedBytes);
        }
    }

    [GccFact]
    public void TryRead_PictureThatWasCopied_IsLeftToTheHost()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var device = new DeviceGrid(_ => gpu);
        using var noise = DeviceFrames.Noise(128, 96);
        var (onDevice, onHost) = frames.Both(noise);
        using var one = new Frame(ClipFrames.Info("gpu", 0), onDevice);
        using var other = new Frame(ClipFrames.Info("cpu", 0), onHost);

        Assert.False(onDevice.Plane(0).IsEmpty);

        Assert.False(device.TryRead(onDevice, new()));
    }

    [GccFact]
    public void TryRead_DeviceWithoutKernels_AsksOnce()
    {
        using var frames = new DeviceFrames();
        var asked = 0;
        using var device = new DeviceGrid(_ =>
        {
            asked++;
            return null;
        });
        using var noise = DeviceFrames.Noise(128, 96);
        var (onDevice, onHost) = frames.Both(noise);
        using var one = new Frame(ClipFrames.Info("gpu", 0), onDevice);
        using var other = new Frame(ClipFrames.Info("cpu", 0), onHost);

        Assert.False(device.TryRead(onDevice, new()));
        Assert.False(device.TryRead(onDevice, new()));

        Assert.Equal(1, asked);
    }

    [GccFact]
    public void Look_ColourOfAPictureOnTheDevice_CopiesNone()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        using var noise = DeviceFrames.Noise(640, 360);
        var (onDevice, onHost) = frames.Both(noise);
        var seen = new Detection(0, "car", 0.9f, new(100, 100, 200, 160)) { TrackId = 1 };
        using var one = new Frame(ClipFrames.Info("gpu", 0), onDevice);
        using var other = new Frame(ClipFrames.Info("cpu", 0), onHost);
        using var frame = one.With([seen]);
        var (rule, before) = (new ColourRule(0.5, TimeSpan.FromSeconds(1), ObjectFilter.All), DeviceTraffic.DownloadedBytes);

        for (var at = 0; at < 5; at++) Assert.Equal(0, rule.Look(frame, default, at));
        Assert.Equal(before, DeviceTraffic.DownloadedBytes);
        Assert.False(((AvPicture)onDevice).Surface!.IsCopied);
    }

    [GccFact]
    public void Offer_PicturesOnADevice_ChoosesAsOnTheHostAndCopiesNone()
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        var options = KeyframeScene.Options(2);
        using var onGpu = new SourceSelector(options, "s", new FakeCandidateStore()) { OnDevice = new(_ => gpu) };
        using var onCpu = new SourceSelector(options, "s", new FakeCandidateStore());
        using var noise = DeviceFrames.Noise(320, 180);
        var before = DeviceTraffic.DownloadedBytes;
        for (var i = 0; i < 6; i++)
        {
            // Every second one is new.
            if (i % 2 == 0) new Random(i).NextBytes(noise.WritablePlane(0));
            var (onDevice, onHost) = frames.Both(noise);
            using var one = new Frame(InfoAt(i), onDevice);
            using var other = new Frame(InfoAt(i), onHost);

            Assert.Null(onGpu.Offer(one, out _));
            Assert.Null(onCpu.Offer(other, out _));
        }

        Assert.Equal(before, DeviceTraffic.DownloadedBytes);
        foreach (var outcome in Enum.GetValues<SelectionOutcome>()) Assert.Equal(onCpu.Ledger[outcome], onGpu.Ledger[outcome]);
        Assert.Equal(6, onGpu.Ledger.Offered);
        Assert.Equal(onCpu.Luma, onGpu.Luma);
    }

    private static FrameInfo InfoAt(int second) => new()
    {
        Source = "s", Id = Guid.CreateVersion7(), Index = second, PtsSeconds = second, CapturedAt = DateTimeOffset.UnixEpoch, ArrivedTimestamp = 0,
    };
}
