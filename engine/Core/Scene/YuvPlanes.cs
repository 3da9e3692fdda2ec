namespace Sluice.Core.Scene;

/// <summary>A picture to render into: three planes of YUV 4:2:0, BT.601 limited range, each row at its own stride.</summary>
public readonly ref struct YuvPlanes
{
    /// <param name="y">Luma, at least (height - 1) * stride + width bytes; borrowed.</param>
    /// <param name="yStrideBytes">Bytes from one luma row to the next.</param>
    /// <param name="u">Blue difference at half size; borrowed.</param>
    /// <param name="uStrideBytes">Bytes from one U row to the next.</param>
    /// <param name="v">Red difference at half size; borrowed.</param>
    /// <param name="vStrideBytes">Bytes from one V row to the next.</param>
    public YuvPlanes(Span<byte> y, int yStrideBytes, Span<byte> u, int uStrideBytes, Span<byte> v, int vStrideBytes)
    {
        Y = y;
        U = u;
        V = v;
        (YStrideBytes, UStrideBytes, VStrideBytes) = (yStrideBytes, uStrideBytes, vStrideBytes);
    }

    /// <summary>Luma.</summary>
    public Span<byte> Y { get; }

    /// <summary>Blue difference.</summary>
    public Span<byte> U { get; }

    /// <summary>Red difference.</summary>
    public Span<byte> V { get; }

    /// <summary>Bytes from one luma row to the next.</summary>
    public int YStrideBytes { get; }

    /// <summary>Bytes from one U row to the next.</summary>
    public int UStrideBytes { get; }

    /// <summary>Bytes from one V row to the next.</summary>
    public int VStrideBytes { get; }

    /// <summary>The three planes one after another without padding, as raw yuv420p files hold them.</summary>
    /// <param name="packed">width * height * 3 / 2 bytes; borrowed.</param>
    /// <param name="widthPx">Even.</param>
    /// <param name="heightPx">Even.</param>
    public static YuvPlanes Packed(Span<byte> packed, int widthPx, int heightPx)
    {
        int luma = widthPx * heightPx, chroma = luma / 4;
        return new(
            packed[..luma], widthPx, packed.Slice(luma, chroma), widthPx / 2, packed.Slice(luma + chroma, chroma),
                widthPx / 2);
    }
}
