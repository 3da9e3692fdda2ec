using Sluice.Core.Sinks.Media.Live;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>Motion JPEG for viewers on the web front; encodes only while somebody watches, and each picture once for all of them.</summary>
/// <param name="setup">What the stage's targets share.</param>
internal sealed class MjpegTarget(TargetSetup setup) : IPictureTarget
{
    private static readonly AvRational TimeBase = new(1, 1000);

    // Guards the list's changes; readers take the array as it is.
    private readonly Lock _lock = new();
    private readonly AvPacket _packet = new();
    private volatile JpegViewer[] _viewers = [];
    private bool _isOver;
    private PictureEncoder? _encoder;
    private (int Width, int Height) _shape;
    private long _number;
    private long _written;

    /// <inheritdoc/>
    public bool IsWanted => _viewers.Length > 0;

    /// <inheritdoc/>
    public long Accepted => Written;

    /// <inheritdoc/>
    public long Written => Interlocked.Read(ref _written);

    /// <inheritdoc/>
    public Action? Wanted { get; set; }

    /// <summary>Adds a viewer.</summary>
    /// <returns>Null when there are as many as there may be, or the source is over.</returns>
    public JpegViewer? TryJoin()
    {
        var viewer = new JpegViewer();
        lock (_lock)
        {
            if (_isOver || _viewers.Length >= setup.Options.Viewers) return null;
            _viewers = [.. _viewers, viewer];
        }

        Wanted?.Invoke();
        return viewer;
    }

    /// <summary>Takes a viewer away.</summary>
    /// <param name="viewer">One that joined.</param>
    public void Leave(JpegViewer viewer)
    {
        lock (_lock) _viewers = [.. _viewers.Where(other => other != viewer)];
        viewer.Discard();
    }

    /// <inheritdoc/>
    public void Write(AvFrame picture, double seconds, DateTimeOffset capturedAt)
    {
        if (!IsWanted) return;
        try
        {
            var shape = (picture.Width, picture.Height);
            if (_encoder == null || _shape != shape) Open(picture, shape);
            _encoder!.Send(picture, ++_number);
            if (!_encoder.Receive(_packet)) return;
            var jpeg = new JpegPicture(_packet.Data);
            foreach (var viewer in _viewers) viewer.Offer(jpeg);
            jpeg.Release();
            Interlocked.Increment(ref _written);
        }
        catch (AvException fault)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        lock (_lock)
        {
            _isOver = true;
            foreach (var viewer in _viewers) viewer.End();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish();
        _encoder?.Dispose();
        _packet.Dispose();
    }

    private void Open(AvFrame picture, (int Width, int Height) shape)
    {
        _encoder?.Dispose();
        _encoder = null;
        _encoder = new PictureEncoder(Math.Max(2, picture.Width & ~1), Math.Max(2, picture.Height & ~1), TimeBase,
            VideoEncoding.For(picture, setup.Options), globalHeader: false, "motion JPEG");
        _shape = shape;
    }
}
