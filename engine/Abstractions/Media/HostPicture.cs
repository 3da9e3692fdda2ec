using System.Buffers;

namespace Sluice.Abstractions;

/// <summary>A picture in rented managed memory that its maker fills before it hands it on: for plugins, synthetic sources and tests.</summary>
public sealed class HostPicture : Picture
{
    private readonly byte[] _memory;
    private readonly int[] _offsets;
    private readonly int[] _strides;
    private readonly int[] _rows;
    private readonly Action<HostPicture>? _freed;

    /// <summary>Rents memory for one picture; the contents are undefined until written.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="format">Any format but <see cref="PixelFormat.Other"/>.</param>
    /// <param name="range">The sample range.</param>
    /// <param name="matrix">The colour matrix.</param>
    /// <param name="freed">Called when the last right is returned.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive or the format unknown.</exception>
    public HostPicture(int width, int height, PixelFormat format, ColorRange range = ColorRange.Limited,
        ColorMatrix matrix = ColorMatrix.Bt601, Action<HostPicture>? freed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, Format, Range, Matrix, _freed) = (width, height, format, range, matrix, freed);
        int halfWidth = (width + 1) / 2, halfHeight = (height + 1) / 2;
        (_strides, _rows) = format switch
        {
            PixelFormat.Yuv420P => (new[] { width, halfWidth, halfWidth }, new[] { height, halfHeight, halfHeight }),
            PixelFormat.Yuv422P => ([width, halfWidth, halfWidth], [height, height, height]),
            PixelFormat.Yuv444P => ([width, width, width], [height, height, height]),
            PixelFormat.Nv12 => ([width, halfWidth * 2], [height, halfHeight]),
            PixelFormat.Yuv420P10 => ([width * 2, halfWidth * 2, halfWidth * 2], [height, halfHeight, halfHeight]),
            PixelFormat.Gray8 => ([width], [height]),
            PixelFormat.Rgb24 or PixelFormat.Bgr24 => ([width * 3], [height]),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A host picture needs a format with known planes."),
        };
        _offsets = new int[_strides.Length];
        var size = 0;
        for (var i = 0; i < _strides.Length; i++)
        {
            _offsets[i] = size;
            size += _strides[i] * _rows[i];
        }

        SizeBytes = size;
        _memory = ArrayPool<byte>.Shared.Rent(size);
    }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override PixelFormat Format { get; }

    /// <inheritdoc/>
    public override string FormatName => Format switch
    {
        PixelFormat.Yuv420P10 => "yuv420p10le",
        PixelFormat.Gray8 => "gray",
        PixelFormat.Yuv420P => "yuv420p",
        PixelFormat.Yuv422P => "yuv422p",
        PixelFormat.Yuv444P => "yuv444p",
        PixelFormat.Nv12 => "nv12",
        PixelFormat.Rgb24 => "rgb24",
        _ => "bgr24",
    };

    /// <inheritdoc/>
    public override ColorRange Range { get; }

    /// <inheritdoc/>
    public override ColorMatrix Matrix { get; }

    /// <inheritdoc/>
    public override int PlaneCount => _strides.Length;

    /// <inheritdoc/>
    public override long SizeBytes { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Plane(int plane) => WritablePlane(plane);

    /// <summary>The plane for its maker to fill, before any frame holds the picture.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public Span<byte> WritablePlane(int plane) => _memory.AsSpan(_offsets[plane], _strides[plane] * _rows[plane]);

    /// <inheritdoc/>
    public override int StrideBytes(int plane) => _strides[plane];

    /// <inheritdoc/>
    protected override void Free()
    {
        ArrayPool<byte>.Shared.Return(_memory);
        _freed?.Invoke(this);
    }
}
