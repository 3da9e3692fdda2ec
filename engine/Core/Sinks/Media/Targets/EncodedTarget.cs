using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// A target that encodes: keeps an encoder as large as the pictures, begins anew when their size changes, and takes up writing again some
/// time after a fault.
/// </summary>
/// <param name="name">A path or URL, for messages; without password.</param>
/// <param name="setup">What the stage's targets share.</param>
internal abstract class EncodedTarget(string name, TargetSetup setup) : IPictureTarget
{
    // Fine enough for every usual rate, and what RTP counts video in.
    protected const int TicksPerSecond = 90_000;
    private static readonly AvRational TimeBase = new(1, TicksPerSecond);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly AvPacket _packet = new();
    private AvFrame? _downloaded;
    private PictureEncoder? _encoder;
    private bool _isRefused; // by the GPU, this size
    private (int Width, int Height) _size;
    private double _start;
    private long _lastPts;
    private DateTimeOffset _lastCapturedAt;
    private long _accepted;
    private long _written;
    private string? _fault;
    private long _faultedAt;
    private TimeSpan _retryAfter;

    /// <inheritdoc/>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <inheritdoc/>
    public long Written => Interlocked.Read(ref _written);

    /// <inheritdoc/>
    public virtual bool IsWanted => true;

    /// <inheritdoc/>
    public int? Device => _isRefused ? null : setup.Device?.Index;

    /// <summary>What the stage's targets share.</summary>
    protected TargetSetup Setup => setup;

    /// <summary>A path or URL, for messages.</summary>
    protected string Name => name;

    /// <inheritdoc/>
    public void Write(AvFrame picture, double seconds, DateTimeOffset capturedAt)
    {
        if (_fault != null && setup.Time.GetElapsedTime(_faultedAt) < _retryAfter) throw new IOException(_fault);
        try
        {
            if (_encoder == null || _size != (picture.Width, picture.Height)) Restart(picture, seconds);

            // Rounding may put two close frames on one tick, and a container wants each later than the last.
            _lastPts = Math.Max(_lastPts + 1, (long)Math.Round((seconds - _start) * TicksPerSecond));
            _lastCapturedAt = capturedAt;
            var uploaded = _encoder!.UploadedBytes;
            _encoder.Send(_isRefused && picture.IsOnDevice ? OnHost(picture) : picture, _lastPts, WantsIntra(_lastPts));
            if (_encoder.UploadedBytes != uploaded) DeviceTraffic.Uploaded(_encoder.UploadedBytes - uploaded);
            Interlocked.Increment(ref _accepted);
            Drain(_encoder);
            if (_fault != null) Recovered();
            _fault = null;
        }
        catch (Exception fault) when (fault is AvException or IOException or UnauthorizedAccessException)
        {
            throw Fail(fault);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_encoder == null) return;
        try
        {
            EndEncoder();
            EndAll();
        }
        catch (Exception fault) when (fault is AvException or IOException or UnauthorizedAccessException)
        {
            throw Fail(fault);
        }
    }

    /// <inheritdoc/>
    public virtual void Interrupt()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Abandon();
        CloseEncoder();
        _downloaded?.Dispose();
        _packet.Dispose();
    }

    /// <summary>Takes an encoder that was just opened; its packets follow.</summary>
    protected abstract void Begin(VideoEncoder encoder, AvRational? frameRate);

    /// <summary>Whether a picture should be an intra frame.</summary>
    /// <param name="pts">Its time, in ticks since <see cref="Begin"/>.</param>
    protected virtual bool WantsIntra(long pts) => false;

    /// <summary>Writes a packet.</summary>
    protected abstract void Take(AvPacket packet);

    /// <summary>Ends what <see cref="Begin"/> began; every packet has been taken.</summary>
    protected abstract void End();

    /// <summary>No picture follows.</summary>
    protected virtual void EndAll()
    {
    }

    /// <summary>Closes whatever is open, as far as that can be done; throws nothing.</summary>
    protected abstract void Abandon();

    /// <summary>Tells of the first fault in a row.</summary>
    protected virtual void SayFault(Exception fault)
        => setup.Log.Error($"'{name}' cannot be written; trying again every {RetryAfter.TotalSeconds:0} s.", fault);

    /// <summary>How long to leave it alone after a fault.</summary>
    protected virtual TimeSpan NextRetry() => RetryAfter;

    /// <summary>Writing works again.</summary>
    protected virtual void Recovered()
    {
    }

    /// <summary>When the picture of a packet was taken.</summary>
    /// <param name="pts">The packet's time, in ticks.</param>
    protected DateTimeOffset CapturedAt(long pts) => _lastCapturedAt - TimeSpan.FromSeconds((_lastPts - pts) / (double)TicksPerSecond);

    private void Restart(AvFrame picture, double seconds)
    {
        EndEncoder();
        (_size, _start, _lastPts) = ((picture.Width, picture.Height), seconds, -1);
        var options = VideoEncoding.For(picture, setup.Options);
        var encoder = setup.Device is { } device ? TryOpenOn(device, picture, options) : null;
        _isRefused = encoder == null;
        encoder ??= Open(picture, options);
        _encoder = encoder;
        Begin(encoder.Encoder, options.FrameRate);
        setup.SayEncoder(encoder.Encoder.Name, Device);
    }

    private PictureEncoder? TryOpenOn(AvHardwareDevice device, AvFrame picture, EncoderOptions options)
    {
        AvSurfacePool? surfaces = null;
        try
        {
            // Those that render drew on go to the encoder as they are.
            surfaces = AvSurfacePool.TryOf(picture);
            if (surfaces != null && (surfaces.Width != picture.Width || surfaces.Height != picture.Height))
            {
                surfaces.Dispose();
                surfaces = null;
            }

            surfaces ??= new(device, Even(picture.Width), Even(picture.Height), AvPixelFormat.Nv12);
            return Open(picture, options with { Codec = EncoderChoice.NvencOf(setup.Options), Codecs = null, Surfaces = surfaces });
        }
        catch (AvException refused)
        {
            // A size that it does not take, or as many encoders as the card allows.
            surfaces?.Dispose();
            setup.SayOnCpu(refused.Message);
            return null;
        }
    }

    private PictureEncoder Open(AvFrame picture, EncoderOptions options)
        => new(Even(picture.Width), Even(picture.Height), TimeBase, options, globalHeader: true, name);

    // Chroma is halved: an odd column or row is scaled away.
    private static int Even(int length) => Math.Max(2, length & ~1);

    // Only of the picture on which the GPU turned out to refuse: the next ones come in host memory.
    private AvFrame OnHost(AvFrame picture)
    {
        DeviceSurface.Download(picture, _downloaded ??= new());
        return _downloaded;
    }

    private void Drain(PictureEncoder encoder)
    {
        while (encoder.Receive(_packet))
        {
            Take(_packet);
            Interlocked.Increment(ref _written);
        }
    }

    private void EndEncoder()
    {
        if (_encoder is not { } encoder) return;
        encoder.Send(null);
        Drain(encoder);
        End();
        CloseEncoder();
    }

    private IOException Fail(Exception fault)
    {
        Abandon();
        CloseEncoder();
        if (_fault == null) SayFault(fault);
        (_fault, _faultedAt, _retryAfter) = ($"'{name}' cannot be written: {fault.Message}", setup.Time.GetTimestamp(), NextRetry());
        return new(_fault, fault);
    }

    private void CloseEncoder()
    {
        _encoder?.Dispose();
        _encoder = null;
    }
}
