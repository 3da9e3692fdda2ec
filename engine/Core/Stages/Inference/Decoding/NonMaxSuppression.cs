using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// Greedy suppression: candidates by falling score, each kept unless it overlaps a kept one by more than the limit. Equal scores go by
/// their order in the list, so that a result never depends on the run. Scratch is reused; one thread at a time.
/// </summary>
internal sealed class NonMaxSuppression
{
    private ulong[] _order = new ulong[256];
    private float[] _left = new float[64];
    private float[] _top = new float[64];
    private float[] _right = new float[64];
    private float[] _bottom = new float[64];
    private float[] _area = new float[64];
    private int[] _class = new int[64];
    private int[] _kept = new int[64];

    /// <summary>Chooses what to keep.</summary>
    /// <param name="candidates">Any number.</param>
    /// <param name="how">Within classes, over all, or not at all.</param>
    /// <param name="overlap">Intersection over union above which the weaker goes, 0 to 1.</param>
    /// <param name="most">Most to keep.</param>
    /// <returns>Places in <paramref name="candidates"/>, by falling score; valid until the next call.</returns>
    public ReadOnlySpan<int> Keep(CandidateList candidates, Suppression how, float overlap, int most)
    {
        var order = Sort(candidates.Scores);
        Fit(Math.Min(most, order.Length));
        var count = 0;
        for (var i = 0; i < order.Length && count < most; i++)
        {
            var at = (int)(uint)order[i];
            var box = candidates.Boxes[at];
            var area = box.Area;
            var classId = how == Suppression.PerClass ? candidates.Classes[at] : 0;
            if (how != Suppression.None)
            {
                if (IsCovered(count, box.X1, box.Y1, box.X2, box.Y2, area, classId, overlap)) continue;
                (_left[count], _top[count], _right[count], _bottom[count]) = (box.X1, box.Y1, box.X2, box.Y2);
                (_area[count], _class[count]) = (area, classId);
            }

            _kept[count++] = at;
        }

        return _kept.AsSpan(0, count);
    }

    // The bits of a number that is not negative order like the number, so one integer sorts by score, then by place.
    private ReadOnlySpan<ulong> Sort(ReadOnlySpan<float> scores)
    {
        if (_order.Length < scores.Length) _order = new ulong[Math.Max(scores.Length, 2 * _order.Length)];
        for (var i = 0; i < scores.Length; i++)
            _order[i] = ((ulong)~BitConverter.SingleToUInt32Bits(Math.Max(0, scores[i])) << 32) | (uint)i;
        var order = _order.AsSpan(0, scores.Length);
        order.Sort();
        return order;
    }

    // Lanes beyond the count hold boxes of frames before; they are masked out.
    private bool IsCovered(int count, float left, float top, float right, float bottom, float area, int classId, float overlap)
    {
        var (x1, y1, x2, y2) = (Vector256.Create(left), Vector256.Create(top), Vector256.Create(right), Vector256.Create(bottom));
        var (areas, classes, limit) = (Vector256.Create(area), Vector256.Create(classId), Vector256.Create(overlap));
        for (var i = 0; i < count; i += Vector256<float>.Count)
        {
            var width = Vector256.MinNative(x2, Vector256.Create(_right, i)) - Vector256.MaxNative(x1, Vector256.Create(_left, i));
            var height = Vector256.MinNative(y2, Vector256.Create(_bottom, i)) - Vector256.MaxNative(y1, Vector256.Create(_top, i));
            var shared = Vector256.MaxNative(width, Vector256<float>.Zero) * Vector256.MaxNative(height, Vector256<float>.Zero);
            var union = areas + Vector256.Create(_area, i) - shared;
            var covered = Vector256.GreaterThan(shared, limit * union).AsInt32();
            covered &= Vector256.Equals(classes, Vector256.Create(_class, i));
            var lanes = covered.ExtractMostSignificantBits();
            if (count - i < Vector256<float>.Count) lanes &= (1u << (count - i)) - 1;
            if (lanes != 0) return true;
        }

        return false;
    }

    private void Fit(int kept)
    {
        var length = (kept + Vector256<float>.Count) & ~(Vector256<float>.Count - 1);
        if (_kept.Length >= length) return;
        length = Math.Max(length, 2 * _kept.Length);
        (_left, _top, _right, _bottom) = (new float[length], new float[length], new float[length], new float[length]);
        (_area, _class, _kept) = (new float[length], new int[length], new int[length]);
    }
}
