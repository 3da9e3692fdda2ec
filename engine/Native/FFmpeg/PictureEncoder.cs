namespace Sluice.Native.FFmpeg;

/// <summary>
/// An encoder that takes pictures of any size and format: they are scaled to its own first. One on a device takes those that lie there as they
/// are, or copies them there, and uploads all others. For one thread at a time.
/// </summary>
public sealed class PictureEncoder : IDisposable
{
    private readonly Scaler _scaler;
    private readonly AvSurfacePool? _surfaces;
    private readonly AvFrame _converted = new();
    private readonly AvFrame _surface = new();

    /// <summary>Opens an encoder.</summary>
    /// <param name="width">Pixels of the video; even.</param>
    /// <param name="height">Rows of the video; even.</param>
    /// <param name="timeBase">Unit of the pictures' times in seconds.</param>
    /// <param name="options">How; its surfaces are disposed with this, or where this fails by the caller.</param>
    /// <param name="globalHeader">Parameters go to the container's header instead of the stream.</param>
    /// <param name="target">Named in errors and log lines.</param>
    /// <exception cref="AvException">No encoder that was asked for can be opened.</exception>
    public PictureEncoder(int width, int height, AvRational timeBase, EncoderOptions options, bool globalHeader, string target)
    {
        ArgumentNullException.ThrowIfNull(options);
        _surfaces = options.Surfaces;
        Encoder = new VideoEncoder(width, height, timeBase, options, globalHeader, target);
        _scaler = new Scaler(new ScalerOptions
        {
            Quality = ScaleQuality.Bilinear,
            ColorSpace = options.ColorSpace,
            ColorRange = Encoder.Format.IsFullRangeByName ? ColorRange.Full : options.ColorRange,
        });
    }

    /// <summary>The encoder, for a muxer to read its parameters from.</summary>
    public VideoEncoder Encoder { get; }

    /// <summary>Bytes of pictures copied to the device.</summary>
    public long UploadedBytes { get; private set; }

    /// <summary>Hands a picture in.</summary>
    /// <param name="frame">Of any size and format, in host memory or where the encoder's surfaces lie; borrowed, not changed. Null once at the end.</param>
    /// <param name="pts">Its time; above the last one's.</param>
    /// <param name="intra">Asks for an intra frame here.</param>
    /// <exception cref="ArgumentException">The picture lies on a device, and this cannot take it from there.</exception>
    public void Send(AvFrame? frame, long pts = 0, bool intra = false)
        => Encoder.Send(frame == null ? null : _surfaces == null ? InHostMemory(frame, Encoder.Format) : OnDevice(frame, _surfaces), pts, intra);

    /// <summary>Takes the next packet, if one is ready.</summary>
    /// <param name="into">Filled with the packet.</param>
    public bool Receive(AvPacket into) => Encoder.Receive(into);

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        _scaler.Dispose();
        _converted.Dispose();
        _surface.Dispose();
        _surfaces?.Dispose();
    }

    private AvFrame InHostMemory(AvFrame frame, AvPixelFormat format)
    {
        if (frame.IsOnDevice) throw new ArgumentException($"A picture in a device's memory is no input of {Encoder.Name} here: download it first.", nameof(frame));
        if (frame.Width == Encoder.Width && frame.Height == Encoder.Height && frame.PixelFormat == format.Id) return frame;
        _scaler.Convert(frame, _converted, Encoder.Width, Encoder.Height, format);
        return _converted;
    }

    private AvFrame OnDevice(AvFrame frame, AvSurfacePool surfaces)
    {
        if (surfaces.Holds(frame)) return frame;

        // The encoder knows surfaces by their addresses for as long as it lives, and a decoder's come and go: those are copied, on the device.
        AvFrame from;
        if (frame.IsOnDevice)
        {
            if (frame.Width != Encoder.Width || frame.Height != Encoder.Height || frame.SampleFormat.Id != AvPixelFormat.Nv12.Id)
                throw new ArgumentException($"A surface of {frame.Width}x{frame.Height} {frame.SampleFormat} is none for NV12 of {Encoder.Width}x{Encoder.Height}.", nameof(frame));
            from = frame;
        }
        else
        {
            from = InHostMemory(frame, AvPixelFormat.Nv12);
            UploadedBytes += from.SizeBytes;
        }

        surfaces.Rent(_surface);
        _surface.UploadFrom(from);
        return _surface;
    }
}
