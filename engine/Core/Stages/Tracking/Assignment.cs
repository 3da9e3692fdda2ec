namespace Sluice.Core.Stages.Tracking;

/// <summary>The cheapest pairing of rows with columns (the Hungarian method by shortest augmenting paths, O(rows² columns)).</summary>
internal sealed class Assignment
{
    // Dearer than any real pairing, and small enough for sums of it to keep their digits.
    private const double Forbidden = 1e6;
    private double[] _rowPrice = [];
    private double[] _columnPrice = [];
    private double[] _slack = [];
    private int[] _rowOf = [];
    private int[] _before = [];
    private bool[] _done = [];

    /// <summary>Pairs rows with columns.</summary>
    /// <param name="cost">Row after row, <paramref name="columns"/> apart.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="limit">Pairs dearer than this are not made.</param>
    /// <param name="columnOf">Filled with each row's column, or -1.</param>
    public void Solve(ReadOnlySpan<double> cost, int rows, int columns, double limit, Span<int> columnOf)
    {
        columnOf[..rows].Fill(-1);
        if (rows == 0 || columns == 0) return;

        // Every row may also stay alone at the price of the limit: one private column each.
        var width = columns + rows;
        Prepare(rows, width);
        for (var row = 1; row <= rows; row++)
        {
            _rowOf[0] = row;
            var column = 0;
            _slack.AsSpan(0, width + 1).Fill(double.PositiveInfinity);
            _done.AsSpan(0, width + 1).Clear();
            do
            {
                _done[column] = true;
                var at = _rowOf[column];
                var step = double.PositiveInfinity;
                var next = 0;
                for (var j = 1; j <= width; j++)
                {
                    if (_done[j]) continue;
                    var price = j <= columns ? Math.Min(cost[((at - 1) * columns) + j - 1], Forbidden) : j - columns == at ? limit : Forbidden;
                    var reduced = price - _rowPrice[at] - _columnPrice[j];
                    if (reduced < _slack[j]) (_slack[j], _before[j]) = (reduced, column);
                    if (_slack[j] < step) (step, next) = (_slack[j], j);
                }

                for (var j = 0; j <= width; j++)
                {
                    if (_done[j])
                    {
                        _rowPrice[_rowOf[j]] += step;
                        _columnPrice[j] -= step;
                    }
                    else
                    {
                        _slack[j] -= step;
                    }
                }

                column = next;
            }
            while (_rowOf[column] != 0);

            while (column != 0)
            {
                var previous = _before[column];
                _rowOf[column] = _rowOf[previous];
                column = previous;
            }
        }

        for (var j = 1; j <= columns; j++)
            if (_rowOf[j] != 0 && cost[((_rowOf[j] - 1) * columns) + j - 1] <= limit) columnOf[_rowOf[j] - 1] = j - 1;
    }

    private void Prepare(int rows, int width)
    {
        if (_slack.Length <= width)
        {
            _columnPrice = new double[width + 1];
            _slack = new double[width + 1];
            _rowOf = new int[width + 1];
            _before = new int[width + 1];
            _done = new bool[width + 1];
        }

        if (_rowPrice.Length <= rows) _rowPrice = new double[rows + 1];
        _rowPrice.AsSpan(0, rows + 1).Clear();
        _columnPrice.AsSpan(0, width + 1).Clear();
        _rowOf.AsSpan(0, width + 1).Clear();
    }
}
