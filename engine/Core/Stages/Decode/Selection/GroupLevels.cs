namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>How much each place of one group of pictures took, in octaves.</summary>
internal sealed class GroupLevels
{
    private readonly float[] _levels = new float[PacketClasses.Count];
    private readonly int[] _order = new int[PacketClasses.Count];

    public GroupLevels() => Clear();

    /// <summary>Places that have a level, in the order they came.</summary>
    public ReadOnlySpan<int> Places => _order.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>The level of a place; NaN where there is none.</summary>
    public float this[int place] => _levels[place];

    public void Clear()
    {
        Array.Fill(_levels, float.NaN);
        Count = 0;
    }

    /// <summary>Notes a packet; those that share a place are averaged, later ones more.</summary>
    public void Add(int place, float level)
    {
        if (float.IsNaN(_levels[place]))
        {
            _levels[place] = level;
            _order[Count++] = place;
        }
        else
        {
            _levels[place] = (_levels[place] + level) / 2;
        }
    }

    /// <summary>The mean of what packets took, no longer in octaves; 0 when there are none.</summary>
    public double MeanLinear()
    {
        double sum = 0;
        foreach (var place in Places) sum += double.Exp2(_levels[place]);
        return Count == 0 ? 0 : sum / Count;
    }
}
