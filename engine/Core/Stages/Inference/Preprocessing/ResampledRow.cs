namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// A coded row as lines of one colour each, resampled along itself, in <see cref="YuvFactors.Unit"/> a level; kept until another row is
/// asked for.
/// </summary>
internal sealed class ResampledRow
{
    private ushort[] _samples = [];
    private int _pitch;
    private int _lines;

    /// <summary>Memory for copies of rows that are shorter than a kernel's windows, one a plane.</summary>
    public byte[][] Longer { get; } = [[], [], []];

    /// <summary>The row it holds; -1 for none.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>A colour's line, of whole vectors; a row of grey has the same for all.</summary>
    /// <param name="color">0 red, 1 green, 2 blue.</param>
    public Span<ushort> this[int color] => _samples.AsSpan(Math.Min(color, _lines - 1) * _pitch, _pitch);

    /// <summary>Forgets the row: another picture follows.</summary>
    public void Clear() => Row = -1;

    /// <summary>Makes room for a row; allocates only if it is the longest so far.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">Samples of a line.</param>
    /// <param name="lines">1 for grey, 3 for colours.</param>
    public void Start(int row, int count, int lines)
    {
        (Row, _pitch, _lines) = (row, RowEngine.Padded(count), lines);
        if (_samples.Length < _pitch * lines) _samples = new ushort[_pitch * 3];
    }
}
