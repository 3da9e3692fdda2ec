namespace Sluice.Native.FFmpeg;

/// <summary>An encoder that takes pictures of any size and format: they are scaled to its own first. For one thread at a time.</summary>
public sealed class PictureEncoder : IDisposable
{
    private readonly Scaler _scaler;
    private readonly AvFrame _converted = new();

    /// <summary>Opens an encoder.</summary>
    /// <param name="width">Pixels of the video; even.</param>
    /// <param name="height">Rows of the video; even.</param>
    /// <param name="timeBase">Unit of the pictures' times in seconds.</param>
    /// <param name="options">How.</param>
    /// <param name="globalHeader">Parameters go to the container's header instead of the stream.</param>
    /// <param name="target">Named in errors and log lines.</param>
    /// <exception cref="AvException">No encoder that was asked for can be opened.</exception>
    public PictureEncoder(int width, int height, AvRational timeBase, EncoderOptions options, bool globalHeader, string target)
    {
        ArgumentNullException.ThrowIfNull(options);
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

    /// <summary>Hands a picture in.</summary>
    /// <param name="frame">Of any size and format; borrowed, not changed. Null once at the end.</param>
    /// <param name="pts">Its time; above the last one's.</param>
    /// <param name="intra">Asks for an intra frame here.</param>
    public void Send(AvFrame? frame, long pts = 0, bool intra = false)
    {
        if (frame != null && (frame.Width != Encoder.Width || frame.Height != Encoder.Height || frame.PixelFormat != Encoder.Format.Id))
        {
            _scaler.Convert(frame, _converted, Encoder.Width, Encoder.Height, Encoder.Format);
            frame = _converted;
        }

        Encoder.Send(frame, pts, intra);
    }

    /// <summary>Takes the next packet, if one is ready.</summary>
    /// <param name="into">Filled with the packet.</param>
    public bool Receive(AvPacket into) => Encoder.Receive(into);

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        _scaler.Dispose();
        _converted.Dispose();
    }
}
