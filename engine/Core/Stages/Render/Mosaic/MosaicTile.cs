using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render.Mosaic;

/// <summary>
/// One source's place in a mosaic: the newest picture given to it, and what of it is in the mosaic already. Giving is for any thread, all
/// else for the one that composes.
/// </summary>
/// <param name="source">The source's id.</param>
internal sealed class MosaicTile(string source) : IDisposable
{
    // The matrix and range of the whole mosaic: high definition's.
    private const int Bt709 = 1, Rgb = 0;

    // Guards the newest picture and its times; held for a few instructions.
    private readonly Lock _lock = new();
    private readonly UprightPictures _upright = new();
    private readonly Scaler _scaler = new(new ScalerOptions { Quality = ScaleQuality.Bilinear, ColorSpace = Bt709, ColorRange = Native.FFmpeg.ColorRange.Limited });
    private readonly AvFrame _scaled = new();
    private Picture? _newest;
    private int _rotation;
    private long _arrival;
    private DateTimeOffset _seenAt;
    private bool _isClosed;

    /// <summary>The source's id.</summary>
    public string Source => source;

    /// <summary>Where its picture is in the mosaic; empty while it has none.</summary>
    public PixelRect Shown { get; private set; }

    /// <summary>When its last picture came; null when none has.</summary>
    public (long Timestamp, DateTimeOffset At)? LastSeen
    {
        get
        {
            lock (_lock) return _seenAt == default ? null : (_arrival, _seenAt);
        }
    }

    /// <summary>Takes a right to a picture; the one before, if it is not in the mosaic yet, never will be.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="rotation">Degrees left to turn it clockwise.</param>
    /// <param name="time">The clock.</param>
    public void Put(Picture picture, int rotation, TimeProvider time)
    {
        picture.Retain();
        Picture? surplus;
        lock (_lock)
        {
            if (_isClosed) surplus = picture;
            else
            {
                (surplus, _newest, _rotation) = (_newest, picture, rotation);
                (_arrival, _seenAt) = (time.GetTimestamp(), time.GetUtcNow());
            }
        }

        surplus?.Release();
    }

    /// <summary>Scales the newest picture into the mosaic, if there is one that is not in it.</summary>
    /// <param name="board">The mosaic: yuv420p, its pixels its own.</param>
    /// <param name="place">The tile's place.</param>
    /// <exception cref="NotSupportedException">The picture cannot be read.</exception>
    public void Show(AvFrame board, in PixelRect place)
    {
        Picture? picture;
        int rotation;
        lock (_lock) (picture, rotation, _newest) = (_newest, _rotation, null);
        if (picture == null) return;
        try
        {
            var upright = _upright.Of(picture, rotation);
            var at = MosaicGrid.Letterbox(place, upright.Width, upright.Height);
            _scaler.Convert(upright, _scaled, at.Width, at.Height, AvPixelFormat.Yuv420p);

            // What is RGB goes through the matrix that the scaler was told.
            if (upright.ColorSpace != Rgb && picture.Format is not (PixelFormat.Rgb24 or PixelFormat.Bgr24 or PixelFormat.Gray8)) MatrixChange.ToBt709(_scaled, picture.Matrix);
            if (at != Shown) Clear(board, place);
            Shown = at;
            for (var plane = 0; plane < 3; plane++) Copy(plane, board, at);
        }
        finally
        {
            picture.Release();
        }
    }

    /// <summary>The mosaic was laid out anew: puts what was last shown into the new place.</summary>
    /// <param name="board">The mosaic.</param>
    /// <param name="place">The tile's place.</param>
    public void Move(AvFrame board, in PixelRect place)
    {
        Clear(board, place);
        if (_scaled.IsEmpty) return;
        using var last = new AvFrame();
        _scaled.MoveTo(last);
        var at = MosaicGrid.Letterbox(place, last.Width, last.Height);
        _scaler.Convert(last, _scaled, at.Width, at.Height, AvPixelFormat.Yuv420p);
        Shown = at;
        for (var plane = 0; plane < 3; plane++) Copy(plane, board, at);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Picture? left;
        lock (_lock) (left, _newest, _isClosed) = (_newest, null, true);
        left?.Release();
        _upright.Dispose();
        _scaler.Dispose();
        _scaled.Dispose();
    }

    private static void Clear(AvFrame board, in PixelRect place)
        => AvCanvas.Over(board).Fill(place, Palette.For(ColorMatrix.Bt709, Abstractions.ColorRange.Limited).Caption);

    private void Copy(int plane, AvFrame board, in PixelRect at)
    {
        var shift = plane == 0 ? 0 : 1;
        int x = at.X1 >> shift, y = at.Y1 >> shift, width = at.Width >> shift, height = at.Height >> shift;
        ReadOnlySpan<byte> from = _scaled.Plane(plane);
        var to = board.WritablePlane(plane);
        int fromStride = _scaled.Stride(plane), toStride = board.Stride(plane);
        for (var row = 0; row < height; row++) from.Slice(row * fromStride, width).CopyTo(to[(((y + row) * toStride) + x)..]);
    }
}
