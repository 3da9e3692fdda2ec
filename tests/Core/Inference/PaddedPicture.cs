using Sluice.Abstractions;

namespace Sluice.Tests.Inference;

/// <summary>
/// A picture of noise whose rows lie farther apart than they are long, as decoders lay them; the last row of each plane ends with its
/// samples. Noise forgives no wrong tap.
/// </summary>
internal sealed class PaddedPicture : Picture
{
    private readonly byte[][] _planes;
    private readonly int[] _strides;

    public PaddedPicture(Random random, int width, int height, PixelFormat format, ColorRange range, ColorMatrix matrix, int padding)
    {
        (Width, Height, Format, Range, Matrix) = (width, height, format, range, matrix);
        int halfWidth = (width + 1) / 2, halfHeight = (height + 1) / 2;
        (int Bytes, int Rows)[] planes = format switch
        {
            PixelFormat.Yuv420P => [(width, height), (halfWidth, halfHeight), (halfWidth, halfHeight)],
            PixelFormat.Yuv422P => [(width, height), (halfWidth, height), (halfWidth, height)],
            PixelFormat.Yuv444P => [(width, height), (width, height), (width, height)],
            PixelFormat.Nv12 => [(width, height), (halfWidth * 2, halfHeight)],
            PixelFormat.Yuv420P10 => [(width * 2, height), (halfWidth * 2, halfHeight), (halfWidth * 2, halfHeight)],
            PixelFormat.Gray8 => [(width, height)],
            _ => [(width * 3, height)],
        };
        _strides = [.. planes.Select(plane => plane.Bytes + padding)];
        _planes = [.. planes.Select((plane, i) => new byte[(_strides[i] * (plane.Rows - 1)) + plane.Bytes])];
        foreach (var samples in _planes) random.NextBytes(samples);
        if (format != PixelFormat.Yuv420P10) return;
        for (var plane = 0; plane < _planes.Length; plane++)
            for (var row = 0; row < planes[plane].Rows; row++)
                for (var i = 1; i < planes[plane].Bytes; i += 2) _planes[plane][(row * _strides[plane]) + i] &= 3;
    }

    public override int Width { get; }

    public override int Height { get; }

    public override PixelFormat Format { get; }

    public override string FormatName => Format.ToString();

    public override ColorRange Range { get; }

    public override ColorMatrix Matrix { get; }

    public override int PlaneCount => _planes.Length;

    public override long SizeBytes => _planes.Sum(plane => (long)plane.Length);

    public override ReadOnlySpan<byte> Plane(int plane) => _planes[plane];

    public override int StrideBytes(int plane) => _strides[plane];

    protected override void Free()
    {
    }
}
