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

    private void LumaRow(Span<byte> row, Span<int> left, Span<int> right, byte luma, int alpha)
    {
        Bounds(left, right, row.Length, out var from, out var solidFrom, out var solidTo, out var to);
        var sum = 0;
        for (var x = from; x < Math.Min(solidFrom, to); x++)
        {
            sum += Take(x);
            Mix(ref row[x], luma, sum * alpha >> 10);
        }

        if (solidTo > solidFrom)
        {
            PixelSpan.Blend(row[solidFrom..solidTo], luma, alpha * left.Length / Subs);
            sum = left.Length * 256;
            _cover[solidFrom] = 0;
        }

        for (var x = Math.Max(solidTo, solidFrom); x < to; x++)
        {
            sum += Take(x);
            Mix(ref row[x], luma, sum * alpha >> 10);
        }

        _cover[to] = _cover[to + 1] = 0;
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

            if (count > 0 && row < HalfHeight)
                ChromaRow(row * HalfWidth, left[..count], right[..count], colour, alpha, id);
        }
    }

    private void ChromaRow(int at, Span<int> left, Span<int> right, Yuv colour, int alpha, int id)
    {
        Bounds(left, right, HalfWidth, out var from, out var solidFrom, out var solidTo, out var to);
        var sum = 0;
        for (var x = from; x < Math.Min(solidFrom, to); x++)
        {
            sum += Take(x);
            ChromaEdge(at + x, sum, colour, alpha, id);
        }

        if (solidTo > solidFrom)
        {
            if (!IdsOnly)
            {
                PixelSpan.Blend(U.AsSpan(at + solidFrom, solidTo - solidFrom), colour.U, alpha * left.Length / Subs);
                PixelSpan.Blend(V.AsSpan(at + solidFrom, solidTo - solidFrom), colour.V, alpha * left.Length / Subs);
            }

            if (id != 0 && left.Length * 2 >= Subs) NoteRun(at + solidFrom, solidTo - solidFrom, id);
            sum = left.Length * 256;
            _cover[solidFrom] = 0;
        }

        for (var x = Math.Max(solidTo, solidFrom); x < to; x++)
        {
            sum += Take(x);
            ChromaEdge(at + x, sum, colour, alpha, id);
        }

        _cover[to] = _cover[to + 1] = 0;
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

    // Pixels [from, to) are touched; [solidFrom, solidTo) lie inside on every sub-row. What each pixel is covered more than
    // the one before it, in 256ths summed over the sub-rows, is left in _cover, which is all zero between rows.
    private void Bounds(
        Span<int> left, Span<int> right, int width, out int from, out int solidFrom, out int solidTo, out int to)
    {
        int minLeft = int.MaxValue, maxLeft = int.MinValue, minRight = int.MaxValue, maxRight = int.MinValue;
        for (var i = 0; i < left.Length; i++)
        {
            int l = Math.Clamp(left[i], 0, width << 8), r = Math.Clamp(right[i], 0, width << 8);
            minLeft = Math.Min(minLeft, l);
            maxLeft = Math.Max(maxLeft, l);
            minRight = Math.Min(minRight, r);
            maxRight = Math.Max(maxRight, r);
            (left[i], right[i]) = (l, r);
        }

        from = minLeft >> 8;
        to = Math.Min(width, (maxRight + 255) >> 8);
        solidFrom = (maxLeft + 255) >> 8;
        solidTo = minRight >> 8;
        for (var i = 0; i < left.Length; i++) Spread(left[i], right[i], solidFrom < solidTo, solidFrom, solidTo);
    }

    private void Spread(int l, int r, bool solid, int solidFrom, int solidTo)
    {
        int lx = l >> 8, rx = r >> 8, first = 256 - (l & 255), last = r & 255;
        if (lx == rx)
        {
            _cover[lx] += r - l;
            _cover[lx + 1] -= r - l;
            return;
        }

        // Changes inside the solid run are never read.
        if (!solid || lx < solidFrom) _cover[lx] += first;
        if (!solid || lx + 1 < solidFrom) _cover[lx + 1] += 256 - first;
        if (!solid || rx >= solidTo) _cover[rx] += last - 256;
        _cover[rx + 1] -= last;
    }

    private int Take(int x)
    {
        var change = _cover[x];
        _cover[x] = 0;
        return change;
    }

    private static void Mix(ref byte pixel, int colour, int alpha) =>
        pixel = (byte)(pixel + ((colour - pixel) * alpha >> 8));
}
