namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>The colours that one track has shown so far.</summary>
internal sealed class ShownColours : IForgetful
{
    private readonly ulong[] _shown = new ulong[ColourPatch.Colours / 64];
    private double _most;
    private double _second;

    /// <summary>Whether it has shown any.</summary>
    public bool Any { get; private set; }

    /// <summary>When it was last looked at, in seconds.</summary>
    public double LookedAt { get; set; } = double.NegativeInfinity;

    /// <inheritdoc/>
    public void Forget()
    {
        Array.Clear(_shown);
        (_most, _second, Any, LookedAt) = (0, 0, false, double.NegativeInfinity);
    }

    /// <summary>Notes a colour.</summary>
    /// <returns>Whether it is the first time.</returns>
    public bool Show(int colour)
    {
        Any = true;
        ref var word = ref _shown[colour / 64];
        var bit = 1UL << (colour % 64);
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }

    /// <summary>Notes how much a look at it surprised.</summary>
    /// <returns>What it and another look surprise at least: what shows once is a box that slipped.</returns>
    public double Twice(double bits)
    {
        var least = Math.Min(bits, _most);
        if (bits > _most) (_most, _second) = (bits, _most);
        else _second = Math.Max(_second, bits);
        return Math.Min(least, _second);
    }
}
