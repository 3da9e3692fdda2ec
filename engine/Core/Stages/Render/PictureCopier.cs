using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;
using PixelFormat = Sluice.Abstractions.PixelFormat;

namespace Sluice.Core.Stages.Render;

/// <summary>Copies the pictures of one source: turned upright, in a format that can be drawn on. For one caller at a time.</summary>
/// <param name="pool">Where the copies' memory comes from.</param>
internal sealed class PictureCopier(PicturePool pool) : IDisposable
{
    private Scaler? _scaler;
    private AvFrame? _unpacked;
    private AvFrame? _converted;

    /// <summary>Copies a frame's picture, as <see cref="Copy(Picture, int)"/> does.</summary>
    /// <param name="frame">Its pixels are not changed.</param>
    public AvFrame Copy(Frame frame) => Copy(frame.Picture, frame.Rotation);

    /// <summary>Copies a picture.</summary>
    /// <param name="picture">Its pixels are not changed.</param>
    /// <param name="rotation">Degrees left to turn it clockwise for display.</param>
    /// <returns>One that <see cref="YuvCanvas.CanDraw"/> allows, as displayed; goes back to the pool.</returns>
    /// <exception cref="NotSupportedException">The picture is not in host memory, or nothing can convert its format.</exception>
    public AvFrame Copy(Picture picture, int rotation)
    {
        if (picture.Memory != MemoryKind.Host)
            throw new NotSupportedException($"The picture lies in {picture.Memory} memory; only host memory can be copied.");
        // A quarter turn makes 4:2:2 a format with rows of chroma halved, which no encoder takes.
        var turns422 = picture.Format == PixelFormat.Yuv422P && rotation is 90 or 270;
        if (YuvCanvas.CanDraw(picture.Format) && !turns422) return CopyPlanes(picture, rotation);
        var source = AsNative(picture);
        _scaler ??= new Scaler();
        var turned = rotation != 0;
        var target = turned ? _converted ??= new AvFrame() : pool.Rent(picture.Width, picture.Height, AvPixelFormat.Yuv420p);
        try
        {
            _scaler.Convert(source, target, picture.Width, picture.Height, AvPixelFormat.Yuv420p);
        }
        catch when (!turned)
        {
            pool.Return(target, 0);
            throw;
        }

        return turned ? Turn(target, rotation) : target;
    }

    /// <summary>The picture as an FFmpeg frame: its own, or a copy that is valid until the next call.</summary>
    /// <param name="picture">In host memory; borrowed.</param>
    /// <exception cref="NotSupportedException">The picture's format has no known planes.</exception>
    public AvFrame AsNative(Picture picture)
    {
        if (picture is AvPicture native) return native.Native;
        if (picture.Format == PixelFormat.Other)
            throw new NotSupportedException($"Pictures of the format '{picture.FormatName}' can only be read from FFmpeg's memory.");
        var format = AvPixelFormat.Named(picture.FormatName);
        _unpacked ??= new AvFrame();
        if (_unpacked.Width != picture.Width || _unpacked.Height != picture.Height || _unpacked.PixelFormat != format.Id ||
            !_unpacked.IsWritable)
            _unpacked.Allocate(picture.Width, picture.Height, format);
        for (var plane = 0; plane < format.PlaneCount; plane++)
        {
            PlaneRotation.Copy(picture.Plane(plane), picture.StrideBytes(plane), _unpacked.RowBytes(plane), _unpacked.PlaneHeight(plane),
                _unpacked.WritablePlane(plane), _unpacked.Stride(plane), 0);
        }

        _unpacked.TakeColors(picture);
        return _unpacked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scaler?.Dispose();
        _unpacked?.Dispose();
        _converted?.Dispose();
    }

    private AvFrame CopyPlanes(Picture picture, int rotation)
    {
        var quarter = rotation is 90 or 270;
        var format = picture is AvPicture native ? native.Native.Format : AvPixelFormat.Named(picture.FormatName);
        var target = pool.Rent(quarter ? picture.Height : picture.Width, quarter ? picture.Width : picture.Height, format);
        for (var plane = 0; plane < format.PlaneCount; plane++)
        {
            CopyPlane(picture.Plane(plane), picture.StrideBytes(plane), picture.Width, picture.Height, target, plane, rotation);
        }

        target.TakeColors(picture);
        return target;
    }

    private AvFrame Turn(AvFrame from, int degrees)
    {
        var quarter = degrees is 90 or 270;
        var target = pool.Rent(quarter ? from.Height : from.Width, quarter ? from.Width : from.Height, from.Format);
        for (var plane = 0; plane < from.PlaneCount; plane++)
            CopyPlane(from.Plane(plane), from.Stride(plane), from.Width, from.Height, target, plane, degrees);
        (target.ColorRange, target.ColorSpace) = (from.ColorRange, from.ColorSpace);
        return target;
    }

    private static void CopyPlane(
        ReadOnlySpan<byte> from, int stride, int width, int height, AvFrame target, int plane, int degrees)
    {
        var format = target.Format;
        var to = target.WritablePlane(plane);
        var toStride = target.Stride(plane);
        if (plane > 0) (width, height) = (-(-width >> format.ChromaShiftX), -(-height >> format.ChromaShiftY));
        if (plane == 1 && format.PlaneCount == 2)
        {
            PlaneRotation.Copy(MemoryMarshal.Cast<byte, ushort>(from), stride / 2, width, height,
                MemoryMarshal.Cast<byte, ushort>(to), toStride / 2, degrees);
            return;
        }

        PlaneRotation.Copy(from, stride, width, height, to, toStride, degrees);
    }
}
