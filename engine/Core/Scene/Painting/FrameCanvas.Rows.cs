using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Painting;

internal sealed partial class FrameCanvas
{
    private void FillLuma(int first, int last, int top, int bottom, int alpha)
    {
        int firstRow = first / Subs, lastRow = last / Subs, rows = Math.Max(1, lastRow - firstRow);
        Span<int> left = stackalloc int[Subs];
        Span<int> right = stackalloc int[Subs];
        for (var row = firstRow; row <= lastRow; row++)
        {
            var luma = (byte)(top + (bottom - top) * (row - firstRow) / rows);
            var count = 0;
            for (var k = Math.Max(first, row * Subs); k <= Math.Min(last, row * Subs + Subs - 1); k++)
            {
                if (_right[k] <= _left[k]) continue;
                left[count] = _left[k];
                right[count++] = _right[k];
            }

            if (count > 0) LumaRow(Y.AsSpan(row * Width, Width), left[..count], right[..count], luma, alpha);
        }
    }

    private static void LumaRow(Span<byte> row, ReadOnlySpan<int> left, ReadOnlySpan<int> right, byte luma, int alpha)
    {
        Bounds(left, right, row.Length, out var from, out var solidFrom, out var solidTo, out var to);
        for (var x = from; x < Math.Min(solidFrom, to); x++) Mix(ref row[x], luma, Coverage(left, right, x) * alpha >> 10);
        if (solidTo > solidFrom)
            PixelSpan.Blend(row[solidFrom..solidTo], luma, alpha * left.Length / Subs);
        for (var x = Math.Max(solidTo, solidFrom); x < to; x++)
            Mix(ref row[x], luma, Coverage(left, right, x) * alpha >> 10);
    }

    private void FillChroma(int first, int last, Yuv colour, int alpha, int id)
    {
        int firstRow = first / (2 * Subs), lastRow = last / (2 * Subs);
        Span<int> left = stackalloc int[Subs];
        Span<int> right = stackalloc int[Subs];
        for (var row = firstRow; row <= lastRow; row++)
        {
            var count = 0;
            for (var k = row * 2 * Subs + 1; k < (row + 1) * 2 * Subs; k += 2)
            {
                if (k < first || k > last || _right[k] <= _left[k]) continue;
                left[count] = _left[k] >> 1;
                right[count++] = _right[k] >> 1;
            }

            if (count > 0 && row < HalfHeight) ChromaRow(row * HalfWidth, left[..count], right[..count], colour, alpha, id);
        }
    }

    private void ChromaRow(
        int at, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Yuv colour, int alpha, int id)
    {
        Bounds(left, right, HalfWidth, out var from, out var solidFrom, out var solidTo, out var to);
        for (var x = from; x < Math.Min(solidFrom, to); x++) ChromaEdge(at + x, Coverage(left, right, x), colour, alpha, id);
        if (solidTo > solidFrom)
        {
            if (!IdsOnly)
            {
                PixelSpan.Blend(U.AsSpan(at + solidFrom, solidTo - solidFrom), colour.U, alpha * left.Length / Subs);
                PixelSpan.Blend(V.AsSpan(at + solidFrom, solidTo - solidFrom), colour.V, alpha * left.Length / Subs);
            }

            if (id != 0 && left.Length * 2 >= Subs)
                NoteRun(at + solidFrom, solidTo - solidFrom, id);
        }

        for (var x = Math.Max(solidTo, solidFrom); x < to; x++)
            ChromaEdge(at + x, Coverage(left, right, x), colour, alpha, id);
    }

    private void ChromaEdge(int at, int coverage, Yuv colour, int alpha, int id)
    {
        if (!IdsOnly)
        {
            Mix(ref U[at], colour.U, coverage * alpha >> 10);
            Mix(ref V[at], colour.V, coverage * alpha >> 10);
        }

        if (id != 0 && coverage >= 512) Note(at, id);
    }

    private void NoteRun(int at, int length, int id)
    {
        var run = Ids.AsSpan(at, length);
        if (run.IndexOfAnyExcept((ushort)id) < 0) return;
        if (run.IndexOfAnyExcept((ushort)0) >= 0)
        {
            for (var i = 0; i < length; i++) Note(at + i, id);
            return;
        }

        run.Fill((ushort)id);
        Shown[id] += length;
        Covered[id] += length;
    }

    private void Note(int at, int id)
    {
        var old = Ids[at];
        if (old == id) return;
        if (old != 0) Shown[old]--;
        Ids[at] = (ushort)id;
        Shown[id]++;
        Covered[id]++;
    }

    // Pixels [from, to) are touched; [solidFrom, solidTo) lie inside on every sub-row.
    private static void Bounds(
        ReadOnlySpan<int> left, ReadOnlySpan<int> right, int width, out int from, out int solidFrom, out int solidTo,
        out int to)
    {
        int minLeft = int.MaxValue, maxLeft = int.MinValue, minRight = int.MaxValue, maxRight = int.MinValue;
        for (var i = 0; i < left.Length; i++)
        {
            minLeft = Math.Min(minLeft, left[i]);
            maxLeft = Math.Max(maxLeft, left[i]);
            minRight = Math.Min(minRight, right[i]);
            maxRight = Math.Max(maxRight, right[i]);
        }

        from = Math.Clamp(minLeft >> 8, 0, width);
        to = Math.Clamp((maxRight + 255) >> 8, 0, width);
        solidFrom = Math.Clamp((maxLeft + 255) >> 8, 0, width);
        solidTo = Math.Clamp(minRight >> 8, 0, width);
    }

    // 0 to 1024: the covered part of one pixel in 256ths, summed over four sub-rows.
    private static int Coverage(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int x)
    {
        int sum = 0, start = x << 8, end = start + 256;
        for (var i = 0; i < left.Length; i++)
        {
            var part = Math.Min(right[i], end) - Math.Max(left[i], start);
            if (part > 0) sum += part;
        }

        return sum;
    }

    private static void Mix(ref byte pixel, int colour, int alpha) => pixel = (byte)(pixel + ((colour - pixel) * alpha >> 8));
}
