using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Core.Stages.Decode;

/// <summary>A picture in an FFmpeg frame, which goes back to its owner when the last right is returned.</summary>
internal sealed class AvPicture : Picture
{
    private const int Bt709 = 1, Bt2020Ncl = 9, Bt2020Cl = 10;

    private static readonly ConcurrentDictionary<int, PixelFormat> Formats = new();

    private readonly IAvPictureOwner _owner;
    private readonly DeviceSurface? _surface;
    private readonly AvFrame? _native;

    /// <summary>Wraps a frame in a device's memory. Whoever reads its samples here has it copied to the host, once and counted.</summary>
    /// <param name="surface">The frame; goes back to its pool with the picture.</param>
    /// <param name="owner">Gets the picture's bytes back.</param>
    /// <param name="isUpright">Whether the rotation in the metadata has been applied to the pixels.</param>
    public AvPicture(DeviceSurface surface, IAvPictureOwner owner, bool isUpright = false)
    {
        var (frame, format) = (surface.Frame, surface.Frame.SampleFormat);
        (_surface, _owner, PlaneCount, IsUpright) = (surface, owner, format.PlaneCount, isUpright);
        (Width, Height, FormatName) = (frame.Width, frame.Height, format.Name);
        Format = Formats.GetOrAdd(format.Id, static (_, name) => FormatNamed(name), FormatName);
        Range = RangeOf(frame, format);
        Matrix = MatrixOf(frame.ColorSpace);
        SizeBytes = format.PackedBytes(Width, Height);
    }

    /// <summary>Wraps a filled frame in host memory.</summary>
    /// <param name="frame">Its pixels must not change from here on; belongs to the picture until it is given to the owner.</param>
    /// <param name="owner">Takes the frame back.</param>
    /// <param name="isUpright">Whether the rotation in the metadata has been applied to the pixels.</param>
    /// <exception cref="ArgumentException">The frame is empty or lives on a device.</exception>
    public AvPicture(AvFrame frame, IAvPictureOwner owner, bool isUpright = false)
    {
        var format = frame.Format;
        PlaneCount = format.PlaneCount;
        if (PlaneCount == 0) throw new ArgumentException($"A picture needs planes in host memory; '{format}' has none.", nameof(frame));
        (_native, _owner, IsUpright) = (frame, owner, isUpright);
        (Width, Height, FormatName) = (frame.Width, frame.Height, format.Name);
        Format = Formats.GetOrAdd(format.Id, static (_, name) => FormatNamed(name), FormatName);
        Range = RangeOf(frame, format);
        Matrix = MatrixOf(frame.ColorSpace);
        for (var plane = 0; plane < PlaneCount; plane++)
            SizeBytes += (long)frame.Stride(plane) * format.PlaneHeight(plane, Height);
    }

    /// <summary>The FFmpeg frame, borrowed; to set properties on it, make a second reference first.</summary>
    public AvFrame Native => _native ?? _surface!.OnHost();

    /// <summary>Where its samples lie on a device; null for a picture that was decoded into host memory.</summary>
    public DeviceSurface? Surface => _surface;

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override PixelFormat Format { get; }

    /// <inheritdoc/>
    public override string FormatName { get; }

    /// <inheritdoc/>
    public override ColorRange Range { get; }

    /// <inheritdoc/>
    public override ColorMatrix Matrix { get; }

    /// <inheritdoc/>
    public override bool IsUpright { get; }

    /// <inheritdoc/>
    public override int PlaneCount { get; }

    /// <inheritdoc/>
    public override long SizeBytes { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Plane(int plane) => Native.Plane(plane);

    /// <inheritdoc/>
    public override int StrideBytes(int plane) => Native.Stride(plane);

    /// <summary>Our name of a pixel format, by FFmpeg's.</summary>
    internal static PixelFormat FormatNamed(string name) => name switch
    {
        "yuv420p" or "yuvj420p" => PixelFormat.Yuv420P,
        "yuv422p" or "yuvj422p" => PixelFormat.Yuv422P,
        "yuv444p" or "yuvj444p" => PixelFormat.Yuv444P,
        "nv12" => PixelFormat.Nv12,
        "yuv420p10le" => PixelFormat.Yuv420P10,
        "gray" => PixelFormat.Gray8,
        "rgb24" => PixelFormat.Rgb24,
        "bgr24" => PixelFormat.Bgr24,
        _ => PixelFormat.Other,
    };

    /// <inheritdoc/>
    protected override void Free()
    {
        if (_native != null) _owner.Return(_native, SizeBytes);
        else _surface!.Free(_owner, SizeBytes);
    }

    private static ColorRange RangeOf(AvFrame frame, AvPixelFormat format)
    {
        if (format.IsFullRangeByName || format.IsRgb) return ColorRange.Full;
        if (frame.ColorRange != Sluice.Native.FFmpeg.ColorRange.Unspecified)
            return frame.ColorRange == Sluice.Native.FFmpeg.ColorRange.Full ? ColorRange.Full : ColorRange.Limited;

        // Grey says nothing of its range in most streams, and FFmpeg's scaler then reads it as full.
        return format.IsGray ? ColorRange.Full : ColorRange.Limited;
    }

    private static ColorMatrix MatrixOf(int colorSpace) => colorSpace switch
    {
        Bt709 => ColorMatrix.Bt709,
        Bt2020Ncl or Bt2020Cl => ColorMatrix.Bt2020,
        _ => ColorMatrix.Bt601,
    };
}
