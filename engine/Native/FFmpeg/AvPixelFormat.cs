using System.Collections.Concurrent;

namespace Sluice.Native.FFmpeg;

/// <summary>What one FFmpeg pixel format looks like. Ids differ between FFmpeg versions; names do not.</summary>
public sealed class AvPixelFormat
{
    private static readonly ConcurrentDictionary<int, AvPixelFormat> Seen = new();
    private readonly ulong _flags;

    private AvPixelFormat(int id, nint descriptor)
    {
        Id = id;
        Name = AvUtil.Text(AvUtil.av_get_pix_fmt_name(id)) ?? "";
        _flags = (ulong)Layout.Long(descriptor, Layout.AVPixFmtDescriptor.flags);
        Components = Byte(descriptor + Layout.AVPixFmtDescriptor.nb_components);
        ChromaShiftX = Byte(descriptor + Layout.AVPixFmtDescriptor.log2_chroma_w);
        ChromaShiftY = Byte(descriptor + Layout.AVPixFmtDescriptor.log2_chroma_h);
        PlaneCount = IsHardware ? 0 : Math.Max(0, AvUtil.av_pix_fmt_count_planes(id));
    }

    /// <summary>Planar 4:2:0, 8 bits, usually limited range.</summary>
    public static AvPixelFormat Yuv420p { get; } = Named("yuv420p");

    /// <summary>Planar 4:2:0, 8 bits, full range by definition.</summary>
    public static AvPixelFormat Yuvj420p { get; } = Named("yuvj420p");

    /// <summary>4:2:0, 8 bits, luma plane and one plane of interleaved chroma.</summary>
    public static AvPixelFormat Nv12 { get; } = Named("nv12");

    /// <summary>Packed 8-bit red, green, blue.</summary>
    public static AvPixelFormat Rgb24 { get; } = Named("rgb24");

    /// <summary>Packed 8-bit blue, green, red.</summary>
    public static AvPixelFormat Bgr24 { get; } = Named("bgr24");

    /// <summary>One 8-bit plane, full range.</summary>
    public static AvPixelFormat Gray8 { get; } = Named("gray");

    /// <summary>FFmpeg's number in the loaded version.</summary>
    public int Id { get; }

    /// <summary>FFmpeg's name, such as <c>yuv420p10le</c>.</summary>
    public string Name { get; }

    /// <summary>Separate runs of memory: 3 for yuv420p, 2 for nv12, 1 for bgr24; 0 for hardware frames.</summary>
    public int PlaneCount { get; }

    /// <summary>Colour components, alpha included.</summary>
    public int Components { get; }

    /// <summary>Chroma width is luma width divided by 2 to this power, rounded up.</summary>
    public int ChromaShiftX { get; }

    /// <summary>Chroma height is luma height divided by 2 to this power, rounded up.</summary>
    public int ChromaShiftY { get; }

    /// <summary>Pixels live in a device, not in host memory.</summary>
    public bool IsHardware => (_flags & AvUtil.AV_PIX_FMT_FLAG_HWACCEL) != 0;

    /// <summary>RGB rather than YUV or grey.</summary>
    public bool IsRgb => (_flags & AvUtil.AV_PIX_FMT_FLAG_RGB) != 0;

    /// <summary>Luma alone (with alpha perhaps).</summary>
    public bool IsGray => !IsRgb && Components <= 2 && (_flags & AvUtil.AV_PIX_FMT_FLAG_PAL) == 0;

    /// <summary>Palette indices; plane 1 is the palette.</summary>
    public bool IsPalette => (_flags & AvUtil.AV_PIX_FMT_FLAG_PAL) != 0;

    /// <summary>One of the old <c>yuvj</c> formats, which are full range whatever the frame says.</summary>
    public bool IsFullRangeByName => Name.StartsWith("yuvj", StringComparison.Ordinal);

    /// <summary>The format with FFmpeg's number.</summary>
    /// <exception cref="ArgumentException">FFmpeg knows no such format.</exception>
    public static AvPixelFormat Of(int id)
    {
        if (Seen.TryGetValue(id, out var known)) return known;
        FFmpegLibrary.Load();
        var descriptor = AvUtil.av_pix_fmt_desc_get(id);
        if (descriptor == 0) throw new ArgumentException($"FFmpeg has no pixel format of number {id}.", nameof(id));
        return Seen.GetOrAdd(id, new AvPixelFormat(id, descriptor));
    }

    /// <summary>The format of a name.</summary>
    /// <exception cref="ArgumentException">FFmpeg knows no such name.</exception>
    public static AvPixelFormat Named(string name)
    {
        FFmpegLibrary.Load();
        var id = AvUtil.av_get_pix_fmt(name);
        return id >= 0 ? Of(id) : throw new ArgumentException($"FFmpeg has no pixel format named '{name}'.", nameof(name));
    }

    /// <summary>Rows of a plane of a picture <paramref name="height"/> rows high.</summary>
    public int PlaneHeight(int plane, int height) => plane switch
    {
        _ when IsPalette && plane == 1 => 1,
        1 or 2 => -(-height >> ChromaShiftY),
        _ => height,
    };

    /// <summary>Bytes of one row of a plane, without padding.</summary>
    public int RowBytes(int plane, int width) =>
        IsPalette && plane == 1 ? 1024 : AvUtil.av_image_get_linesize(Id, width, plane);

    /// <summary>Bytes of a whole picture, its planes one after another and without padding.</summary>
    public int PackedBytes(int width, int height) => AvUtil.av_image_get_buffer_size(Id, width, height, 1);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static unsafe int Byte(nint at) => *(byte*)at;
}
