using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Render.Device;

namespace Sluice.Core.Stages.Render;

/// <summary>
/// Draws on the 8-bit planes of one picture, each call clipped to it. Rectangles whose corners lie on <see cref="Grid"/> change no chroma
/// outside of themselves; others reach into the chroma samples they share with their neighbours.
/// </summary>
internal readonly ref struct YuvCanvas
{
    private readonly Span<byte> _y, _u, _v;
    private readonly int _yStride, _uStride, _vStride;
    private readonly int _shiftX, _shiftY;
    private readonly bool _interleaved;
    private readonly DrawList? _list;

    /// <summary>A canvas over an NV12 picture of a device: what is drawn is put down, for the device to draw.</summary>
    /// <param name="list">Takes it.</param>
    public YuvCanvas(DrawList list)
    {
        (Width, Height, _list) = (list.Width, list.Height, list);
        (_shiftX, _shiftY, _interleaved) = (1, 1, true);
    }

    /// <summary>A canvas over planar or semi-planar memory.</summary>
    /// <param name="format">One that <see cref="CanDraw"/> allows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="y">Luma.</param>
    /// <param name="yStride">Bytes from one row to the next.</param>
    /// <param name="u">U, or U and V in turns for NV12.</param>
    /// <param name="uStride">Bytes from one row to the next.</param>
    /// <param name="v">V; empty for NV12.</param>
    /// <param name="vStride">Bytes from one row to the next.</param>
    public YuvCanvas(PixelFormat format, int width, int height,
        Span<byte> y, int yStride, Span<byte> u, int uStride, Span<byte> v, int vStride)
    {
        (Width, Height, _yStride, _uStride, _vStride) = (width, height, yStride, uStride, vStride);
        _y = y;
        _u = u;
        _v = v;
        _shiftX = format == PixelFormat.Yuv444P ? 0 : 1;
        _shiftY = format is PixelFormat.Yuv420P or PixelFormat.Nv12 ? 1 : 0;
        _interleaved = format == PixelFormat.Nv12;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels that share a chroma sample, the greater of both directions: 1 or 2.</summary>
    public int Grid => 1 << Math.Max(_shiftX, _shiftY);

    /// <summary>Whether a format can be drawn on as it is.</summary>
    /// <param name="format">The format.</param>
    public static bool CanDraw(PixelFormat format)
        => format is PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Yuv444P or PixelFormat.Nv12;

    /// <summary>Fills a rectangle.</summary>
    /// <param name="rect">Where; clipped.</param>
    /// <param name="color">The colour.</param>
    public void Fill(PixelRect rect, YuvColor color)
    {
        rect = rect.Clip(Width, Height);
        if (rect.IsEmpty) return;
        if (_list != null)
        {
            _list.Fill(rect, color);
            return;
        }

        FillPlane(_y, _yStride, rect, color.Y);
        var chroma = Chroma(rect);
        if (_interleaved)
        {
            var pair = (ushort)(color.U | (color.V << 8));
            for (var row = chroma.Y1; row < chroma.Y2; row++)
                MemoryMarshal.Cast<byte, ushort>(_u.Slice((row * _uStride) + (chroma.X1 * 2), chroma.Width * 2)).Fill(pair);
            return;
        }

        FillPlane(_u, _uStride, chroma, color.U);
        FillPlane(_v, _vStride, chroma, color.V);
    }

    /// <summary>Lays a colour over a rectangle and lets what was there shine through.</summary>
    /// <param name="rect">Where; clipped.</param>
    /// <param name="color">The colour.</param>
    /// <param name="alpha">0 for nothing to 256 for <see cref="Fill"/>.</param>
    public void Blend(PixelRect rect, YuvColor color, int alpha)
    {
        rect = rect.Clip(Width, Height);
        if (rect.IsEmpty) return;
        if (_list != null)
        {
            _list.Blend(rect, color, alpha);
            return;
        }

        for (var row = rect.Y1; row < rect.Y2; row++) Mix(_y.Slice((row * _yStride) + rect.X1, rect.Width), color.Y, color.Y, alpha);
        var chroma = Chroma(rect);
        for (var row = chroma.Y1; row < chroma.Y2; row++)
        {
            if (_interleaved)
            {
                Mix(_u.Slice((row * _uStride) + (chroma.X1 * 2), chroma.Width * 2), color.U, color.V, alpha);
                continue;
            }

            Mix(_u.Slice((row * _uStride) + chroma.X1, chroma.Width), color.U, color.U, alpha);
            Mix(_v.Slice((row * _vStride) + chroma.X1, chroma.Width), color.V, color.V, alpha);
        }
    }

    /// <summary>Takes the colour out of a rectangle.</summary>
    /// <param name="rect">Where; clipped.</param>
    /// <exception cref="NotSupportedException">The picture is a device's, which has no such thing.</exception>
    public void Desaturate(PixelRect rect)
    {
        if (_list != null) throw new NotSupportedException("A device does not take colour out of pictures.");
        const byte Neutral = 128;
        var chroma = Chroma(rect.Clip(Width, Height));
        if (chroma.IsEmpty) return;
        for (var row = chroma.Y1; row < chroma.Y2; row++)
        {
            if (_interleaved)
            {
                _u.Slice((row * _uStride) + (chroma.X1 * 2), chroma.Width * 2).Fill(Neutral);
                continue;
            }

            _u.Slice((row * _uStride) + chroma.X1, chroma.Width).Fill(Neutral);
            _v.Slice((row * _vStride) + chroma.X1, chroma.Width).Fill(Neutral);
        }
    }

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Column of the pen.</param>
    /// <param name="baseline">Row of the baseline.</param>
    /// <param name="face">The font.</param>
    /// <param name="color">The colour.</param>
    public void Write(ReadOnlySpan<char> text, int x, int baseline, GlyphFace face, YuvColor color)
    {
        foreach (var character in text)
        {
            ref readonly var glyph = ref face[character];
            if (_list == null) Stamp(face.Alpha(glyph), glyph.Width, glyph.Height, x + glyph.Left, baseline - glyph.Top, color);
            else StampGlyph(_list, glyph, x + glyph.Left, baseline - glyph.Top, color);
            x += glyph.Advance;
        }
    }

    /// <summary>Lays a colour over a rectangle, each pixel as much as a mask says.</summary>
    /// <param name="alpha">Rows without padding, 0 for nothing to 255 for all of it.</param>
    /// <param name="width">Columns of the mask.</param>
    /// <param name="height">Rows of the mask.</param>
    /// <param name="x">Column of its left edge; clipped.</param>
    /// <param name="y">Row of its upper edge; clipped.</param>
    /// <param name="color">The colour.</param>
    public void Stamp(ReadOnlySpan<byte> alpha, int width, int height, int x, int y, YuvColor color)
    {
        var clip = new PixelRect(x, y, x + width, y + height).Clip(Width, Height);
        if (clip.IsEmpty) return;
        if (_list != null)
        {
            _list.Stamp(clip, alpha[(((clip.Y1 - y) * width) + clip.X1 - x)..], width, color);
            return;
        }

        for (var row = clip.Y1; row < clip.Y2; row++)
        {
            var from = alpha.Slice(((row - y) * width) + clip.X1 - x, clip.Width);
            var to = _y.Slice((row * _yStride) + clip.X1, clip.Width);
            for (var i = 0; i < to.Length; i++)
                if (from[i] != 0) to[i] = Mixed(to[i], color.Y, from[i]);
        }

        // A chroma sample takes the mean alpha of the pixels it colours, so that light text on a strong colour is not tinted.
        var chroma = Chroma(clip);
        for (var row = chroma.Y1; row < chroma.Y2; row++)
        {
            var top = Math.Max(clip.Y1, row << _shiftY);
            var first = alpha.Slice((top - y) * width, width);
            var second = _shiftY != 0 && top + 1 < Math.Min(clip.Y2, (row + 1) << 1) ? alpha.Slice((top + 1 - y) * width, width) : [];
            for (var column = chroma.X1; column < chroma.X2; column++)
            {
                var left = Math.Max(clip.X1, column << _shiftX) - x;
                var right = Math.Min(clip.X2, (column + 1) << _shiftX) - x;
                var sum = 0;
                for (var at = left; at < right; at++) sum += first[at] + (second.IsEmpty ? 0 : second[at]);
                if (sum == 0) continue;
                var mean = sum >> (_shiftX + _shiftY);
                ref var u = ref _u[(row * _uStride) + (_interleaved ? column * 2 : column)];
                ref var v = ref _interleaved ? ref _u[(row * _uStride) + (column * 2) + 1] : ref _v[(row * _vStride) + column];
                u = Mixed(u, color.U, mean);
                v = Mixed(v, color.V, mean);
            }
        }
    }

    private void StampGlyph(DrawList list, in Glyph glyph, int x, int y, YuvColor color)
    {
        var clip = new PixelRect(x, y, x + glyph.Width, y + glyph.Height).Clip(Width, Height);
        if (!clip.IsEmpty) list.Stamp(clip, glyph.Offset + ((clip.Y1 - y) * glyph.Width) + clip.X1 - x, glyph.Width, color);
    }

    private static void FillPlane(Span<byte> plane, int stride, in PixelRect rect, byte value)
    {
        // Most rows are those of upright lines, a few samples wide: a call for each would cost more than the writing.
        const int Narrow = 4;
        if (rect.Width > Narrow)
        {
            for (var row = rect.Y1; row < rect.Y2; row++) plane.Slice((row * stride) + rect.X1, rect.Width).Fill(value);
            return;
        }

        for (var x = rect.X1; x < rect.X2; x++)
            for (int row = rect.Y1, at = (rect.Y1 * stride) + x; row < rect.Y2; row++, at += stride) plane[at] = value;
    }

    private static void Mix(Span<byte> samples, byte even, byte odd, int alpha)
    {
        // At most 255 * 256 + 128: sixteen bits hold every sum.
        int left = 256 - alpha, first = (even * alpha) + 128, second = (odd * alpha) + 128;
        var at = 0;
        if (samples.Length >= Vector<byte>.Count)
        {
            var share = new Vector<ushort>((ushort)left);
            Span<ushort> pairs = stackalloc ushort[Vector<ushort>.Count];
            for (var i = 0; i < pairs.Length; i++) pairs[i] = (ushort)((i & 1) == 0 ? first : second);
            var over = new Vector<ushort>(pairs);
            for (; at <= samples.Length - Vector<byte>.Count; at += Vector<byte>.Count)
            {
                var part = samples.Slice(at, Vector<byte>.Count);
                Vector.Widen(new Vector<byte>(part), out var low, out var high);
                low = Vector.ShiftRightLogical((low * share) + over, 8);
                high = Vector.ShiftRightLogical((high * share) + over, 8);
                Vector.Narrow(low, high).CopyTo(part);
            }
        }

        for (; at < samples.Length; at++) samples[at] = (byte)(((samples[at] * left) + ((at & 1) == 0 ? first : second)) >> 8);
    }

    // x / 255 rounded, without a division.
    private static byte Mixed(byte under, byte over, int alpha)
    {
        var sum = (under * (255 - alpha)) + (over * alpha) + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }

    private PixelRect Chroma(in PixelRect rect) => new(
        rect.X1 >> _shiftX, rect.Y1 >> _shiftY, -(-rect.X2 >> _shiftX), -(-rect.Y2 >> _shiftY));
}
