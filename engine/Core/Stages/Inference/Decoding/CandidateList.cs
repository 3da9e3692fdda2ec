using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Decoding;

/// <summary>Boxes of one image over the threshold, before suppression, in pixels of the model's input. Reused frame after frame.</summary>
internal sealed class CandidateList
{
    private BoundingBox[] _boxes = new BoundingBox[256];
    private float[] _scores = new float[256];
    private int[] _classes = new int[256];
    private int[] _rows = new int[256];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where they are.</summary>
    public ReadOnlySpan<BoundingBox> Boxes => _boxes.AsSpan(0, Count);

    /// <summary>How sure the model is, 0 to 1.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, Count);

    /// <summary>What they show.</summary>
    public ReadOnlySpan<int> Classes => _classes.AsSpan(0, Count);

    /// <summary>Where in the output they were read, as the family counts; -1 where nobody asks.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Forgets them.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one.</summary>
    /// <param name="box">Where.</param>
    /// <param name="score">How sure the model is.</param>
    /// <param name="classId">What it shows.</param>
    /// <param name="row">Where in the output it was read.</param>
    public void Add(in BoundingBox box, float score, int classId, int row = -1)
    {
        if (Count == _scores.Length)
        {
            Array.Resize(ref _boxes, 2 * Count);
            Array.Resize(ref _scores, 2 * Count);
            Array.Resize(ref _classes, 2 * Count);
            Array.Resize(ref _rows, 2 * Count);
        }

        (_boxes[Count], _scores[Count], _classes[Count], _rows[Count]) = (box, score, classId, row);
        Count++;
    }
}
