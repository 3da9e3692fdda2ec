using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>
/// [n, 4 + classes + others, anchors], channels first: a box, then a score a class, then what a <see cref="IDetailReader"/> reads. Score
/// is the best class.
/// </summary>
/// <param name="box">Reads the first four channels.</param>
/// <param name="classes">Reads the scores; without background.</param>
internal sealed class Yolov8Decoder(BoxReader box, ClassReader classes) : IOutputDecoder
{
    // Enough anchors a block that each channel is read in whole cache lines, few enough that the maxima stay in the first level.
    private const int Block = 512;

    /// <summary>Channels after the scores; where the model has prototypes of masks, as many as those.</summary>
    public int Others { get; init; }

    /// <inheritdoc/>
    public void Decode(OutputSet outputs, int item, float threshold, CandidateList into)
    {
        var (channels, anchors) = ((int)outputs.Shape(0)[1] - Others, (int)outputs.Shape(0)[2]);
        var image = outputs.Item(0, item);
        var least = classes.Least(threshold);
        Span<float> highest = stackalloc float[Block];
        for (var start = 0; start < anchors; start += Block)
        {
            var best = highest[..Math.Min(Block, anchors - start)];
            image.Slice((4 * anchors) + start, best.Length).CopyTo(best);
            for (var channel = 5; channel < channels; channel++) Raise(best, image.Slice((channel * anchors) + start, best.Length));
            for (var i = 0; i < best.Length; i++)
                if (best[i] >= least) Add(image, channels, anchors, start + i, best[i], into);
        }
    }

    private void Add(ReadOnlySpan<float> image, int channels, int anchors, int anchor, float score, CandidateList into)
    {
        var channel = 4;
        while (channel < channels - 1 && image[(channel * anchors) + anchor] != score) channel++;
        var found = box.Read(image[anchor], image[anchors + anchor], image[(2 * anchors) + anchor], image[(3 * anchors) + anchor]);
        into.Add(found, classes.Confidence(score), channel - 4, anchor);
    }

    private static void Raise(Span<float> best, ReadOnlySpan<float> scores)
    {
        var i = 0;
        for (; i <= best.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            Vector256.MaxNative(Vector256.Create<float>(best[i..]), Vector256.Create(scores[i..])).CopyTo(best[i..]);
        for (; i < best.Length; i++) best[i] = Math.Max(best[i], scores[i]);
    }
}
