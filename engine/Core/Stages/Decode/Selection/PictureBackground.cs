namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// What a camera sees while nothing happens, cell by cell, and how much each cell varies by itself. A cell may look several ways, such as a
/// lamp that is on or off. For one caller at a time.
/// </summary>
internal sealed class PictureBackground
{
    // Ways a cell may look: a lamp's colours, with and without a parked car, and one that someone left who went by.
    private const int Looks = 4;

    // A cell that varies less than this, in steps of luma, still does not show an object by changing as little.
    private const float LeastDeviation = 0.6f;

    // So many times its own mean difference is a change.
    private const float ChangedFrom = 5;

    // No cell adds more than so many times that, so that one flashing lamp alone is no change of four cells.
    private const float MostOver = 2;

    // How fast it follows: slow beside an object, fast beside the sun.
    private const float MeanRate = 0.5f, DeviationRate = 0.1f;

    // What keeps changing, a tree or the rain, is expected to in the end.
    private const float UneaseRate = 0.1f;

    private readonly float[][] _looks = [.. Enumerable.Range(0, Looks).Select(static _ => new float[PictureGrid.Cells])];
    private readonly float[] _deviations = new float[PictureGrid.Cells];
    private readonly float[] _differences = new float[PictureGrid.Cells];
    private readonly sbyte[] _nearest = new sbyte[PictureGrid.Cells];
    private bool _isKnown;

    /// <summary>Whether there is anything to compare with.</summary>
    public bool IsKnown => _isKnown;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _isKnown = false;

    /// <summary>How far a picture is from quiet, where it is furthest: 1 and above is a change.</summary>
    /// <param name="cells">The picture. More or less light on all of it is no change.</param>
    public double Compare(ReadOnlySpan<float> cells)
    {
        Follow(BrightnessFit.Of(_looks[0], cells));
        for (var i = 0; i < PictureGrid.Cells; i++)
        {
            var (best, least) = (0, cells[i] - _looks[0][i]);
            for (var look = 1; look < Looks; look++)
            {
                var difference = cells[i] - _looks[look][i];
                if (Math.Abs(difference) < Math.Abs(least)) (best, least) = (look, difference);
            }

            (_nearest[i], _differences[i]) = ((sbyte)best, least);
        }

        return Strongest();
    }

    private float Strongest()
    {
        float strongest = 0;
        for (var row = 0; row < PictureGrid.Rows - 1; row++)
        {
            for (var column = 0; column < PictureGrid.Columns - 1; column++)
            {
                var at = (row * PictureGrid.Columns) + column;
                strongest = Math.Max(strongest, Part(at) + Part(at + 1) + Part(at + PictureGrid.Columns) + Part(at + PictureGrid.Columns + 1));
            }
        }

        return strongest / 4;
    }

    /// <summary>Takes a picture for quiet, the first one.</summary>
    /// <param name="cells">The picture.</param>
    public void Begin(ReadOnlySpan<float> cells)
    {
        foreach (var look in _looks) cells.CopyTo(look);
        Array.Fill(_deviations, LeastDeviation);
        _isKnown = true;
    }

    /// <summary>
    /// Learns the picture last compared. Where it is like something seen before, that is followed; where it is not, the cell has one look
    /// more and the one not seen for longest is forgotten. So what stays is news once, and so is a lamp that comes on again and again,
    /// while what moves is news wherever it comes.
    /// </summary>
    /// <param name="cells">The same picture.</param>
    public void Learn(ReadOnlySpan<float> cells)
    {
        for (var i = 0; i < PictureGrid.Cells; i++)
        {
            var (look, difference) = (_nearest[i], _differences[i]);
            var isNew = Part(i) >= 1 / MostOver;
            var mean = isNew ? cells[i] : _looks[look][i] + (difference * MeanRate);
            for (var later = isNew ? Looks - 1 : look; later > 0; later--) _looks[later][i] = _looks[later - 1][i];
            _looks[0][i] = mean;
            _deviations[i] += (Math.Abs(difference) - _deviations[i]) * (isNew ? UneaseRate : DeviationRate);
        }
    }

    /// <summary>Brings what is known to today's light.</summary>
    private void Follow((float Gain, float Offset) light)
    {
        foreach (var look in _looks)
            for (var i = 0; i < look.Length; i++) look[i] = (look[i] * light.Gain) + light.Offset;
    }

    private float Part(int cell) =>
        Math.Min(MostOver, Math.Abs(_differences[cell]) / (ChangedFrom * Math.Max(LeastDeviation, _deviations[cell])));
}
