using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Bench.Gpu;

/// <summary>Encodes pictures of one size by a device's own encoder, as a live view is encoded, and throws the video away.</summary>
/// <param name="on">The device; borrowed.</param>
internal sealed class GpuEncoder(AvHardwareDevice on) : IDisposable
{
    private static readonly AvRational TimeBase = new(1, 90_000);
    private readonly AvPacket _packet = new();
    private PictureEncoder? _encoder;
    private long _number;

    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">On the device or not; the first one's size is the video's. Null at the end.</param>
    public void Send(AvFrame? picture)
    {
        if (picture == null && _encoder == null) return;
        _encoder ??= Open(picture!);
        var uploaded = _encoder.UploadedBytes;
        _encoder.Send(picture, ++_number * TimeBase.Den / 25);
        DeviceTraffic.Uploaded(_encoder.UploadedBytes - uploaded);
        while (_encoder.Receive(_packet))
        {
        }
    }

    public void Dispose()
    {
        _encoder?.Dispose();
        _packet.Dispose();
    }

    private PictureEncoder Open(AvFrame first)
    {
        var (width, height) = (first.Width & ~1, first.Height & ~1);
        return new(width, height, TimeBase, new EncoderOptions
        {
            Codec = EncoderCatalog.Nvenc,
            LowDelay = true,
            GopSize = 50,
            Surfaces = new(on, width, height, AvPixelFormat.Nv12),
        }, globalHeader: false, "bench");
    }
}
