using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal sealed partial class RarityTable
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(_labels.Count);
        foreach (var (label, number) in _labels)
        {
            to.Text(label);
            to.Int(number);
        }

        to.Int(_cells.Count);
        foreach (var (cell, count) in _cells)
        {
            to.Int(cell);
            to.Double(count);
        }

        _surprises.Save(to);
        to.Double(_total);
        to.Double(_unit);
        to.Double(_last);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        for (var left = from.Count(); left > 0; left--) _labels[from.Word()] = from.Int();
        for (var left = from.Count(MostCells + 1); left > 0; left--) _cells[from.Int()] = from.Double();
        _surprises.Load(from);
        (_total, _unit, _last) = (from.Double(), from.Double(), from.MaybeDouble());
    }
}
