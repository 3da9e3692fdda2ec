using Sluice.Native.Cuda;
using Sluice.Native.FFmpeg;
using Sluice.Native.Tests.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.Native.Tests.Cuda;

public sealed unsafe class AvHardwareDeviceTests
{
    [GccFact]
    public void Download_OfAnUploadedFrame_IsTheFrame()
    {
        using var device = Open();
        using var host = Noise(70, 46);
        using var surface = new AvFrame();
        using var back = new AvFrame();

        device.Allocate(surface, 70, 46, AvPixelFormat.Nv12);
        surface.UploadFrom(host);
        surface.Download(back);

        Assert.True(surface.IsOnDevice);
        Assert.Equal(0, surface.PlaneCount);
        Assert.Equal("nv12", surface.SampleFormat.Name);
        Assert.False(back.IsOnDevice);
        Assert.Equal((70, 46, "nv12", 123L, ColorRange.Full), (back.Width, back.Height, back.Format.Name, back.Pts, back.ColorRange));
        Assert.Equal(Packed(host), Packed(back));
    }

    [GccFact]
    public void DevicePlane_OfASurface_SaysWhereItsRowsAre()
    {
        using var device = Open();
        using var host = Noise(70, 46);
        using var surface = new AvFrame();
        device.Allocate(surface, 70, 46, AvPixelFormat.Nv12);
        surface.UploadFrom(host);

        for (var plane = 0; plane < 2; plane++)
        {
            var (address, stride) = surface.DevicePlane(plane);

            // The emulated device's memory is the host's.
            Assert.True(stride >= 70);
            Assert.Equal(host.Plane(plane)[..70].ToArray(), new ReadOnlySpan<byte>((void*)address, 70).ToArray());
            Assert.Equal(host.Plane(plane).Slice(host.Stride(plane), 70).ToArray(), new ReadOnlySpan<byte>((byte*)address + stride, 70).ToArray());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => surface.DevicePlane(2));
        Assert.Throws<InvalidOperationException>(() => host.DevicePlane(0));
    }

    [GccFact]
    public void OpenCuda_WhereTheContextIsInUse_SharesIt()
    {
        EmulatedCuda.Install();
        using var context = CudaDriver.TryOpen(out _, EmulatedCuda.Path)!.OpenContext(0);

        using var device = AvHardwareDevice.OpenCuda(0);

        Assert.Equal(0, device.Index);
    }

    [GccFact]
    public void OpenCuda_NoSuchDevice_NamesIt()
    {
        EmulatedCuda.Install();

        var fault = Assert.Throws<AvException>(() => AvHardwareDevice.OpenCuda(5));

        Assert.Contains("cuda:5", fault.Message, StringComparison.Ordinal);
    }

    [GccDataFact]
    public void Receive_StreamThatTheDeviceRefuses_GivesWhatTheCpuGives()
    {
        // There is no NVDEC here: FFmpeg asks for the format again, and the CPU decodes.
        using var device = Open();
        var path = Repository.Video("phone-vfr-dog.mp4");

        var (onDevice, onCpu) = (Sums(path, new() { Device = device, ExtraSurfaces = 4 }), Sums(path, new()));

        Assert.True(onCpu.Count > 10);
        Assert.Equal(onCpu, onDevice);
    }

    [GccFact]
    public void Choose_Formats_TakesTheDevicesElseTheFirstInHostMemory()
    {
        int cuda = AvPixelFormat.Named("cuda").Id, vaapi = AvPixelFormat.Named("vaapi").Id, nv12 = AvPixelFormat.Nv12.Id, planar = AvPixelFormat.Yuv420p.Id;

        Assert.Equal(cuda, Choose(vaapi, cuda, planar, -1));
        Assert.Equal(planar, Choose(vaapi, planar, nv12, -1));
        Assert.Equal(-1, Choose(vaapi, -1));
        Assert.Equal(-1, Choose(-1));
    }

    [Theory]
    [InlineData("h264", "High", "yuv420p", 1920, 1080, null)]
    [InlineData("hevc", "Main 10", "yuv420p10le", 3840, 2160, null)]
    [InlineData("hevc", null, null, 0, 0, null)]
    [InlineData("h264", "High 10", "yuv420p10le", 1920, 1080, "h264 (High 10) in yuv420p10le is not decoded by NVDEC: 8 bits, 4:2:0 is needed")]
    [InlineData("h264", "High 4:4:4 Predictive", "yuv444p", 1920, 1080, "8 bits, 4:2:0 is needed")]
    [InlineData("hevc", "Rext", "yuv422p10le", 1920, 1080, "8 or 10 bits, 4:2:0 is needed")]
    [InlineData("h264", "High", "yuv420p", 5120, 2880, "h264 (High) of 5120x2880 is not decoded by NVDEC: 48x48 to 4096x4096 is needed")]
    [InlineData("h264", "High", "yuv420p", 32, 32, "48x48")]
    [InlineData("ffv1", null, "yuv420p", 640, 480, "NVDEC has no decoder for ffv1")]
    public void Missing_Stream_SaysWhatIsInTheWay(string codec, string? profile, string? format, int width, int height, string? expected)
    {
        var found = DeviceDecoding.Missing(codec, profile, format, width, height);

        if (expected == null) Assert.Null(found);
        else Assert.Contains(expected, found, StringComparison.Ordinal);
    }

    private static AvHardwareDevice Open()
    {
        EmulatedCuda.Install();
        return AvHardwareDevice.OpenCuda(0);
    }

    private static AvFrame Noise(int width, int height)
    {
        var frame = new AvFrame();
        frame.Allocate(width, height, AvPixelFormat.Nv12);
        var random = new Random(3);
        for (var plane = 0; plane < 2; plane++) random.NextBytes(frame.WritablePlane(plane));
        frame.Pts = 123;
        frame.ColorRange = ColorRange.Full;
        return frame;
    }

    private static byte[] Packed(AvFrame frame)
    {
        var bytes = new byte[frame.SizeBytes];
        frame.CopyTo(bytes);
        return bytes;
    }

    private static List<(long? Pts, int Sum)> Sums(string path, DecoderOptions options)
    {
        using var demuxer = Demuxer.Open(path);
        using var decoder = new VideoDecoder(demuxer, options);
        var found = new List<(long? Pts, int Sum)>();
        Clips.Decode(demuxer, decoder, frame =>
        {
            var hash = new HashCode();
            hash.AddBytes(frame.Plane(0)[..frame.RowBytes(0)]);
            found.Add((frame.Pts, hash.ToHashCode()));
        });
        return found;
    }

    private static int Choose(params int[] offered)
    {
        fixed (int* list = offered) return ((delegate* unmanaged[Cdecl]<nint, int*, int>)HardwareFormat.Chooser)(0, list);
    }
}
