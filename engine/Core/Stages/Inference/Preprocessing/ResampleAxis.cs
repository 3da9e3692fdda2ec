namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Which two samples of a line each output sample blends, and how: bilinear with half-pixel centres and no antialiasing, the taps of
/// OpenCV's <c>INTER_LINEAR</c>. Set again for another line without allocating, unless the output grew.
/// </summary>
internal sealed class ResampleAxis
{
    // The second tap's weight counts in 1/32768; all of it is not needed, for then the first tap is the sample itself.
    private const int One = 1 << 15;

    private int[] _first = [];
    private int[] _second = [];
    private short[] _weight = [];

    /// <summary>Output samples.</summary>
    public int Count { get; private set; }

    /// <summary>The first sample of each.</summary>
    public ReadOnlySpan<int> First => _first.AsSpan(0, Count);

    /// <summary>The second sample of each; the first again where it has no weight.</summary>
    public ReadOnlySpan<int> Second => _second.AsSpan(0, Count);

    /// <summary>The second's weight in 1/32768; zeros up to a multiple of <see cref="RowEngine.MostLanes"/>.</summary>
    public ReadOnlySpan<short> Weights => _weight;

    /// <summary>Whether every output sample is one sample of the line.</summary>
    public bool IsSingle { get; private set; }

    /// <summary>Works out the taps over a part of a line; no tap leaves it.</summary>
    /// <param name="start">First sample of the part.</param>
    /// <param name="length">Samples of the part, at least 1.</param>
    /// <param name="count">Output samples over its whole length.</param>
    /// <param name="reversed">Whether the output runs against the line, as a rotation may ask.</param>
    public void Set(int start, int length, int count, bool reversed)
    {
        if (_first.Length < count) (_first, _second, _weight) = (new int[count], new int[count], new short[RowEngine.Padded(count)]);
        Count = count;
        var (from, step) = reversed ? (start + length - 1, -1) : (start, 1);
        var any = 0;
        for (var i = 0; i < count; i++)
        {
            var position = Math.Clamp(((i + 0.5) * length / count) - 0.5, 0, length - 1);
            var floor = (int)position;
            var weight = Math.Min((int)(((position - floor) * One) + 0.5), One - 1);
            var first = from + (step * floor);
            _first[i] = first;
            _second[i] = weight == 0 ? first : first + step;
            _weight[i] = (short)weight;
            any |= weight;
        }

        _weight.AsSpan(count).Clear();
        IsSingle = any == 0;
    }
}
