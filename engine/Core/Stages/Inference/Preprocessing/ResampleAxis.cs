namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Which two samples of a line each output sample blends, and how: bilinear with half-pixel centres and no antialiasing, the taps of
/// OpenCV's <c>INTER_LINEAR</c>.
/// </summary>
internal sealed class ResampleAxis
{
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly double[] _weight;

    private ResampleAxis(int count) => (_first, _second, _weight) = (new int[count], new int[count], new double[count]);

    /// <summary>Output samples.</summary>
    public int Count => _first.Length;

    /// <summary>The taps between the samples of a line.</summary>
    /// <param name="source">Samples of the line.</param>
    /// <param name="count">Output samples over its whole length.</param>
    /// <param name="reversed">Whether the output runs against the line, as a rotation may ask.</param>
    public static ResampleAxis Of(int source, int count, bool reversed)
    {
        var axis = new ResampleAxis(count);
        for (var i = 0; i < count; i++)
        {
            axis.Set(i, ((i + 0.5) * source / count) - 0.5, source);
            if (reversed) (axis._first[i], axis._second[i]) = (source - 1 - axis._first[i], source - 1 - axis._second[i]);
        }

        return axis;
    }

    /// <summary>The lines to blend for one output line.</summary>
    /// <param name="i">Output line.</param>
    /// <returns>Both lines, and the second's weight in 1/32768 for <see cref="RowBlender"/>.</returns>
    public (int First, int Second, short Weight) Lines(int i)
        => (_first[i], _second[i], (short)Math.Min(32767, Math.Round(_weight[i] * 32768)));

    /// <summary>Start of the adjacent pair of samples that each output sample blends, in samples of the line.</summary>
    public uint[] PairStarts()
    {
        var starts = new uint[Count];
        for (var i = 0; i < Count; i++) starts[i] = (uint)Math.Min(_first[i], _second[i]);
        return starts;
    }

    /// <summary>The weights of that pair in 1/16384, one after the other, for a multiply-add of adjacent 16-bit numbers.</summary>
    public short[] PairWeights()
    {
        var weights = new short[2 * Count];
        for (var i = 0; i < Count; i++)
        {
            var second = (short)Math.Round(_weight[i] * (1 << 14));
            var first = (short)((1 << 14) - second);
            (weights[2 * i], weights[(2 * i) + 1]) = _first[i] == _second[i] ? ((short)(1 << 14), (short)0)
                : _first[i] < _second[i] ? (first, second)
                : (second, first);
        }

        return weights;
    }

    private void Set(int i, double position, int source)
    {
        var floor = (int)Math.Floor(position);
        if (floor < 0) (_first[i], _second[i], _weight[i]) = (0, 0, 0);
        else if (floor >= source - 1) (_first[i], _second[i], _weight[i]) = (source - 1, source - 1, 0);
        else (_first[i], _second[i], _weight[i]) = (floor, floor + 1, position - floor);
    }
}
