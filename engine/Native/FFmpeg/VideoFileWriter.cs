namespace Sluice.Native.FFmpeg;

/// <summary>
/// Encodes pictures into a video file, converting size and pixel format where they differ. For one thread at a time.
/// </summary>
public sealed class VideoFileWriter : IDisposable
{
    private readonly Muxer _muxer;
    private readonly VideoEncoder _encoder;
    private readonly Scaler _scaler = new(new ScalerOptions { Quality = ScaleQuality.Bilinear });
    private readonly AvFrame _converted = new();
    private readonly AvPacket _packet = new();
    private long _lastPts = long.MinValue;
    private bool _finished;

    private VideoFileWriter(Muxer muxer, VideoEncoder encoder) => (_muxer, _encoder) = (muxer, encoder);

    /// <summary>FFmpeg's name of the encoder in use.</summary>
    public string EncoderName => _encoder.Name;

    /// <summary>Said when the encoder is not the one preferred; null else.</summary>
    public string? Note => _encoder.Note;

    /// <summary>Pictures written.</summary>
    public long Frames { get; private set; }

    /// <summary>Pictures whose packets were handed to the file; fewer than <see cref="Frames"/> while the encoder holds some back.</summary>
    public long Packets { get; private set; }

    /// <summary>Creates a file.</summary>
    /// <param name="path">Where; the extension chooses the format. An existing file is replaced.</param>
    /// <param name="width">Pixels of the video; even.</param>
    /// <param name="height">Rows of the video; even.</param>
    /// <param name="timeBase">Unit of the times given to <see cref="Write"/>.</param>
    /// <param name="encoder">How to encode; null for the defaults.</param>
    /// <param name="muxer">How to write; null for the defaults.</param>
    /// <exception cref="AvException">The encoder or the file cannot be opened; nothing is left behind.</exception>
    public static VideoFileWriter Create(string path, int width, int height, AvRational timeBase,
        EncoderOptions? encoder = null, MuxerOptions? muxer = null)
    {
        var file = new Muxer(path, muxer);
        VideoEncoder? codec = null;
        try
        {
            codec = new VideoEncoder(width, height, timeBase, encoder, file.WantsGlobalHeader, path);
            file.Start(codec, encoder?.FrameRate);
            return new VideoFileWriter(file, codec);
        }
        catch
        {
            codec?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Encodes a picture.</summary>
    /// <param name="frame">Of any size and format; borrowed, not changed.</param>
    /// <param name="pts">Its time in the time base; above the last one's.</param>
    /// <exception cref="ArgumentException">The time is not above the last one's.</exception>
    public void Write(AvFrame frame, long pts)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ObjectDisposedException.ThrowIf(_finished, this);
        if (pts <= _lastPts) throw new ArgumentException($"Times must rise: {pts} comes after {_lastPts}.", nameof(pts));
        _lastPts = pts;
        var fits = frame.Width == _encoder.Width && frame.Height == _encoder.Height && frame.PixelFormat == _encoder.Format.Id;
        if (!fits) _scaler.Convert(frame, _converted, _encoder.Width, _encoder.Height, _encoder.Format);
        _encoder.Send(fits ? frame : _converted, pts);
        Frames++;
        Drain();
    }

    /// <summary>Writes what the encoder held back and the file's index. Later calls do nothing.</summary>
    public void Finish()
    {
        if (_finished) return;
        _finished = true;
        _encoder.Send(null);
        Drain();
        _muxer.Finish();
    }

    /// <summary>Finishes the file as far as it can be; a failure to do so is only seen by <see cref="Finish"/>.</summary>
    public void Dispose()
    {
        try
        {
            Finish();
        }
        catch (AvException)
        {
            // Who needs to know calls Finish.
        }

        _muxer.Dispose();
        _encoder.Dispose();
        _scaler.Dispose();
        _converted.Dispose();
        _packet.Dispose();
    }

    private void Drain()
    {
        while (_encoder.Receive(_packet))
        {
            _muxer.Write(_packet);
            Packets++;
        }
    }
}
