namespace Sluice.Native.FFmpeg;

public sealed unsafe partial class AvFrame
{
    /// <summary>Separate runs of pixel memory; 0 for hardware frames.</summary>
    public int PlaneCount => IsEmpty ? 0 : Format.PlaneCount;

    /// <summary>Bytes of the picture without padding.</summary>
    public int SizeBytes => IsEmpty ? 0 : Format.PackedBytes(Width, Height);

    /// <summary>Bytes from one row of a plane to the next, at least the row's own length.</summary>
    public int Stride(int plane)
    {
        CheckPlane(plane);
        return Int(Layout.AVFrame.linesize + (plane * sizeof(int)));
    }

    /// <summary>Rows of a plane.</summary>
    public int PlaneHeight(int plane)
    {
        CheckPlane(plane);
        return Format.PlaneHeight(plane, Height);
    }

    /// <summary>Bytes of one row of a plane, without padding.</summary>
    public int RowBytes(int plane)
    {
        CheckPlane(plane);
        return Format.RowBytes(plane, Width);
    }

    /// <summary>
    /// A plane from its first byte to the last byte of its last row, rows <see cref="Stride"/> apart. Borrowed: valid
    /// until the frame is changed or disposed.
    /// </summary>
    public ReadOnlySpan<byte> Plane(int plane) => new(PlanePointer(plane), PlaneBytes(plane));

    /// <summary>As <see cref="Plane"/>, for writing.</summary>
    /// <exception cref="InvalidOperationException">Another frame shares the pixels: <see cref="MakeWritable"/> first.</exception>
    public Span<byte> WritablePlane(int plane)
    {
        if (!IsWritable) throw new InvalidOperationException("Another frame shares these pixels: call MakeWritable first.");
        return new(PlanePointer(plane), PlaneBytes(plane));
    }

    /// <summary>Copies the picture without padding, planes one after another, <see cref="SizeBytes"/> in all.</summary>
    /// <returns>Bytes written.</returns>
    public int CopyTo(Span<byte> packed)
    {
        var pointer = _handle.Pointer;
        fixed (byte* to = packed)
        {
            var written = AvUtil.av_image_copy_to_buffer(
                to, packed.Length, pointer + Layout.AVFrame.data, pointer + Layout.AVFrame.linesize, PixelFormat, Width, Height, 1);
            Check(written, nameof(AvUtil.av_image_copy_to_buffer));
            return written;
        }
    }

    /// <summary>A plane's first row in native memory; the same validity as <see cref="Plane"/>.</summary>
    public nint PlaneAddress(int plane) => (nint)PlanePointer(plane);

    /// <summary>
    /// Rows stored bottom-up (raw RGB in AVI) are copied to top-down ones, so that every frame handed out has
    /// positive strides.
    /// </summary>
    internal void NormalizeRows()
    {
        var linesize = Layout.AVFrame.linesize;
        if (Int(linesize) >= 0 && Int(linesize + 4) >= 0) return;
        if (Format.IsHardware) return;
        using var upright = new AvFrame();
        upright.Allocate(Width, Height, Format);
        Check(AvUtil.av_frame_copy(upright._handle, _handle), nameof(AvUtil.av_frame_copy));
        upright.CopyPropertiesFrom(this);
        upright.MoveTo(this);
    }

    private byte* PlanePointer(int plane)
    {
        CheckPlane(plane);
        return (byte*)Layout.Pointer(_handle.Pointer, Layout.AVFrame.data + (plane * sizeof(nint)));
    }

    private int PlaneBytes(int plane)
    {
        var stride = Int(Layout.AVFrame.linesize + (plane * sizeof(int)));
        var format = Format;
        return (stride * (format.PlaneHeight(plane, Height) - 1)) + format.RowBytes(plane, Width);
    }

    private void CheckPlane(int plane)
    {
        if ((uint)plane >= (uint)PlaneCount)
            throw new ArgumentOutOfRangeException(nameof(plane), plane, $"The frame has {PlaneCount} planes.");
    }
}
