using System.Runtime.Intrinsics;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>One row of a picture as red, green and blue bytes; kept until another row is asked for.</summary>
internal sealed class ColorRow
{
    private byte[] _red = [];
    private byte[] _green = [];
    private byte[] _blue = [];
    private byte[] _mixed = [];
    private int _width;

    /// <summary>The row of the picture it holds; -1 for none.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>A colour of the row.</summary>
    /// <param name="color">0 red, 1 green, 2 blue.</param>
    public ReadOnlySpan<byte> this[int color] => (color == 0 ? _red : color == 1 ? _green : _blue).AsSpan(0, _width);

    /// <summary>Forgets the row: another picture follows.</summary>
    public void Clear() => Row = -1;

    /// <summary>Converts a row.</summary>
    /// <param name="picture">A format with known planes, in host memory.</param>
    /// <param name="by">The factors for its range and matrix.</param>
    /// <param name="row">0 to its height - 1.</param>
    public void Read(Picture picture, in YuvCoefficients by, int row)
    {
        Fit(picture.Width);
        Row = row;
        var red = _red.AsSpan(0, _width);
        var green = _green.AsSpan(0, _width);
        var blue = _blue.AsSpan(0, _width);
        switch (picture.Format)
        {
            case PixelFormat.Yuv420P:
                YuvRow<RoundedDown>.Convert(Line(picture, 0, row), Line(picture, 1, row / 2), Line(picture, 2, row / 2), true, by, red, green, blue);
                break;
            case PixelFormat.Yuv422P:
                YuvRow<RoundedDown>.Convert(Line(picture, 0, row), Line(picture, 1, row), Line(picture, 2, row), true, by, red, green, blue);
                break;
            case PixelFormat.Yuv444P:
                YuvRow<RoundedNearest>.Convert(Line(picture, 0, row), Line(picture, 1, row), Line(picture, 2, row), false, by, red, green, blue);
                break;
            case PixelFormat.Yuv420P10:
                YuvRow<TenBits>.Convert(Line(picture, 0, row), Line(picture, 1, row / 2), Line(picture, 2, row / 2), true, by, red, green, blue);
                break;
            case PixelFormat.Nv12:
                var chroma = (_width + 1) / 2;
                PartChroma(Line(picture, 1, row / 2)[..(2 * chroma)], _mixed.AsSpan(0, chroma), _mixed.AsSpan(chroma, chroma));
                YuvRow<RoundedDown>.Convert(Line(picture, 0, row), _mixed.AsSpan(0, chroma), _mixed.AsSpan(chroma, chroma), true, by, red, green, blue);
                break;
            case PixelFormat.Gray8:
                Spread(Line(picture, 0, row), by, red, green, blue);
                break;
            case PixelFormat.Rgb24:
                Part(Line(picture, 0, row), red, green, blue);
                break;
            default:
                Part(Line(picture, 0, row), blue, green, red);
                break;
        }
    }

    // The last row of a plane may end where its samples end, so a slice must not ask for a whole stride.
    private static ReadOnlySpan<byte> Line(Picture picture, int plane, int row)
    {
        var (at, stride) = (row * picture.StrideBytes(plane), picture.StrideBytes(plane));
        var samples = picture.Plane(plane)[at..];
        return samples.Length > stride ? samples[..stride] : samples;
    }

    private static void Spread(ReadOnlySpan<byte> luma, in YuvCoefficients by, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        if (by.IsFull) luma[..red.Length].CopyTo(red);
        else for (var i = 0; i < red.Length; i++) red[i] = (byte)Math.Clamp(RoundedNearest.Times((luma[i] - 16) * RoundedNearest.Unit, by.Luma), 0, 255);
        red.CopyTo(green);
        red.CopyTo(blue);
    }

    private static void Part(ReadOnlySpan<byte> mixed, Span<byte> first, Span<byte> second, Span<byte> third)
    {
        for (var i = 0; i < first.Length; i++)
            (first[i], second[i], third[i]) = (mixed[3 * i], mixed[(3 * i) + 1], mixed[(3 * i) + 2]);
    }

    private static void PartChroma(ReadOnlySpan<byte> mixed, Span<byte> u, Span<byte> v)
    {
        var count = u.Length;
        var i = 0;
        var low = Vector256.Create((ushort)0xFF);
        for (; i <= count - 32; i += 32)
        {
            var one = Vector256.Create(mixed[(2 * i)..]).AsUInt16();
            var two = Vector256.Create(mixed[((2 * i) + 32)..]).AsUInt16();
            Vector256.Narrow(one & low, two & low).CopyTo(u[i..]);
            Vector256.Narrow(one >> 8, two >> 8).CopyTo(v[i..]);
        }

        for (; i < count; i++) (u[i], v[i]) = (mixed[2 * i], mixed[(2 * i) + 1]);
    }

    private void Fit(int width)
    {
        _width = width;
        if (_red.Length >= width) return;
        (_red, _green, _blue, _mixed) = (new byte[width], new byte[width], new byte[width], new byte[width + 1]);
    }
}
