using System.Runtime.Intrinsics;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, 4 + classes, anchors], channels first: centre x, centre y, width, height in input pixels, then a score a class after its sigmoid.
/// Score is the best class.
/// </summary>
internal sealed class Yolov8Decoder : IOutputDecoder
{
    // Enough anchors a block that each channel is read in whole cache lines, few enough that the maxima stay in the first level.
    private const int Block = 512;

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var (channels, anchors) = ((int)outputs.Shape(0)[1], (int)outputs.Shape(0)[2]);
        var image = outputs.Item(0, item);
        Span<float> highest = stackalloc float[Block];
        for (var start = 0; start < anchors; start += Block)
        {
            var best = highest[..Math.Min(Block, anchors - start)];
            image.Slice((4 * anchors) + start, best.Length).CopyTo(best);
            for (var channel = 5; channel < channels; channel++) Raise(best, image.Slice((channel * anchors) + start, best.Length));
            for (var i = 0; i < best.Length; i++)
                if (best[i] >= threshold) Add(image, channels, anchors, start + i, best[i], into);
        }
    }

    private static void Add(ReadOnlySpan<float> image, int channels, int anchors, int anchor, float score, CandidateList into)
    {
        var channel = 4;
        while (channel < channels - 1 && image[(channel * anchors) + anchor] != score) channel++;
        var (x, y) = (image[anchor], image[anchors + anchor]);
        var (halfWidth, halfHeight) = (image[(2 * anchors) + anchor] / 2, image[(3 * anchors) + anchor] / 2);
        into.Add(new BoundingBox(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight), score, channel - 4);
    }

    private static void Raise(Span<float> best, ReadOnlySpan<float> scores)
    {
        var i = 0;
        for (; i <= best.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            Vector256.MaxNative(Vector256.Create<float>(best[i..]), Vector256.Create(scores[i..])).CopyTo(best[i..]);
        for (; i < best.Length; i++) best[i] = Math.Max(best[i], scores[i]);
    }
}
