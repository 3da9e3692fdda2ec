using System.Numerics;
using System.Runtime.InteropServices;

namespace Sluice.Core.Scene.Painting;

/// <summary>Vector loops over runs of bytes; integer only, so every vector width gives the same bytes.</summary>
internal static class PixelSpan
{
    /// <summary>Moves a run towards one value; <paramref name="alpha"/> 256 replaces it.</summary>
    public static void Blend(Span<byte> run, byte value, int alpha)
    {
        if (alpha >= 256)
        {
            run.Fill(value);
            return;
        }

        var i = 0;
        if (run.Length >= Vector<byte>.Count)
        {
            var keep = new Vector<ushort>((ushort)(256 - alpha));
            var add = new Vector<ushort>((ushort)(value * alpha));
            foreach (ref var block in MemoryMarshal.Cast<byte, Vector<byte>>(run))
            {
                Vector.Widen(block, out var low, out var high);
                block = Vector.Narrow((low * keep + add) >>> 8, (high * keep + add) >>> 8);
            }

            i = run.Length / Vector<byte>.Count * Vector<byte>.Count;
        }

        for (; i < run.Length; i++) run[i] = (byte)((run[i] * (256 - alpha) + value * alpha) >> 8);
    }

    /// <summary>A weighted mean of two runs: <paramref name="k"/> 0 gives the first, 256 the second.</summary>
    public static void Lerp(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int k, Span<byte> into)
    {
        var ka = new Vector<ushort>((ushort)(256 - k));
        var kb = new Vector<ushort>((ushort)k);
        var half = new Vector<ushort>(128);
        var va = MemoryMarshal.Cast<byte, Vector<byte>>(a);
        var vb = MemoryMarshal.Cast<byte, Vector<byte>>(b);
        var vi = MemoryMarshal.Cast<byte, Vector<byte>>(into);
        for (var i = 0; i < vi.Length; i++)
        {
            Vector.Widen(va[i], out var aLow, out var aHigh);
            Vector.Widen(vb[i], out var bLow, out var bHigh);
            vi[i] = Vector.Narrow((aLow * ka + bLow * kb + half) >>> 8, (aHigh * ka + bHigh * kb + half) >>> 8);
        }

        for (var i = vi.Length * Vector<byte>.Count; i < into.Length; i++)
            into[i] = (byte)((a[i] * (256 - k) + b[i] * k + 128) >> 8);
    }

    /// <summary>
    /// gain * (rest - x^2)^2 along a run, x growing by a step. Each lane multiplies and adds alone, in single precision, so
    /// the lane count does not show.
    /// </summary>
    public static void Bump(Span<short> run, float x, float step, float rest, float gain)
    {
        var i = 0;
        if (Vector<short>.Count <= run.Length)
        {
            Vector<float> start = new(x), steps = new(step), rests = new(rest), gains = new(gain),
                none = Vector<float>.Zero;
            for (; i + Vector<short>.Count <= run.Length; i += Vector<short>.Count)
                Vector.Narrow(Gain(i), Gain(i + Vector<float>.Count)).CopyTo(run[i..]);

            Vector<int> Gain(int at)
            {
                var xs = start + (Vector<float>.Indices + new Vector<float>(at)) * steps;
                var w = Vector.Max(rests - xs * xs, none);
                return Vector.ConvertToInt32(gains * w * w);
            }
        }

        for (; i < run.Length; i++)
        {
            var at = x + i * step;
            var w = MathF.Max(rest - at * at, 0);
            run[i] = (short)(int)(gain * w * w);
        }
    }

    /// <summary>Adds gains, held to 0 to 255.</summary>
    public static void AddGains(Span<byte> run, ReadOnlySpan<short> gains)
    {
        var i = 0;
        var top = new Vector<short>(255);
        for (; i + Vector<byte>.Count <= run.Length; i += Vector<byte>.Count)
        {
            var part = run.Slice(i, Vector<byte>.Count);
            Vector.Widen(new Vector<byte>(part), out var low, out var high);
            var a = (Vector<short>)low + new Vector<short>(gains[i..]);
            var b = (Vector<short>)high + new Vector<short>(gains[(i + Vector<short>.Count)..]);
            a = Vector.Min(Vector.Max(a, Vector<short>.Zero), top);
            b = Vector.Min(Vector.Max(b, Vector<short>.Zero), top);
            Vector.Narrow((Vector<ushort>)a, (Vector<ushort>)b).CopyTo(part);
        }

        for (; i < run.Length; i++) run[i] = (byte)Math.Clamp(run[i] + gains[i], 0, 255);
    }

    /// <summary>Adds signed noise that was stored with 128 as zero, held to 0 to 255.</summary>
    public static void AddNoise(ReadOnlySpan<byte> from, ReadOnlySpan<byte> noise, Span<byte> into)
    {
        var vf = MemoryMarshal.Cast<byte, Vector<byte>>(from);
        var vi = MemoryMarshal.Cast<byte, Vector<byte>>(into);
        var zero = new Vector<short>(128);
        var top = new Vector<short>(255);
        for (var i = 0; i < vi.Length; i++)
        {
            Vector.Widen(vf[i], out var low, out var high);
            Vector.Widen(new Vector<byte>(noise.Slice(i * Vector<byte>.Count)), out var nLow, out var nHigh);
            vi[i] = Vector.Narrow(
                (Vector<ushort>)Sum((Vector<short>)low, (Vector<short>)nLow),
                (Vector<ushort>)Sum((Vector<short>)high, (Vector<short>)nHigh));
        }

        for (var i = vi.Length * Vector<byte>.Count; i < into.Length; i++)
            into[i] = (byte)Math.Clamp(from[i] + noise[i] - 128, 0, 255);

        Vector<short> Sum(Vector<short> a, Vector<short> n) =>
            Vector.Min(Vector.Max(a + n - zero, Vector<short>.Zero), top);
    }
}
