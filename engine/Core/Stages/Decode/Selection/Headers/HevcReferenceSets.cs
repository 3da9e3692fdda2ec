namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>Short-term reference picture sets of HEVC, as far as counting goes: how many pictures each names, and how many are in use.</summary>
/// <remarks>H.265 7.3.7 and 7.4.8. A set may be written as a change of another, so the number of the other's pictures has to be known.</remarks>
internal sealed class HevcReferenceSets
{
    private const int MostSets = 65, MostPictures = 16;
    private readonly int[] _pictures = new int[MostSets];
    private readonly int[] _used = new int[MostSets];

    /// <summary>How many sets the sequence has.</summary>
    public int Count { get; private set; }

    /// <summary>Pictures of a set that the current picture may use.</summary>
    /// <param name="index">0 to <see cref="Count"/>: the last is the slice's own.</param>
    public int Used(int index) => _used[index];

    /// <summary>Reads all sets of a sequence.</summary>
    /// <param name="bits">At their number.</param>
    /// <returns>False when they can't be.</returns>
    public bool ReadAll(ref NalBits bits)
    {
        var count = bits.Unsigned();
        if (count >= MostSets || bits.IsOver) return false;
        Count = (int)count;
        for (var i = 0; i < Count; i++)
            if (!Read(ref bits, i, ofSlice: false)) return false;
        return true;
    }

    /// <summary>Reads one set.</summary>
    /// <param name="bits">At its start.</param>
    /// <param name="index">Which; <see cref="Count"/> for a slice's own.</param>
    /// <param name="ofSlice">Whether it stands in a slice's head.</param>
    /// <returns>False when it can't be.</returns>
    public bool Read(ref NalBits bits, int index, bool ofSlice)
    {
        _pictures[index] = _used[index] = 0;
        if (index != 0 && bits.Flag()) return ReadChange(ref bits, index, ofSlice);
        var count = (int)bits.Unsigned() + (int)bits.Unsigned();
        if (count is < 0 or > MostPictures || bits.IsOver) return false;
        _pictures[index] = count;
        for (var i = 0; i < count; i++)
        {
            bits.Unsigned();
            if (bits.Flag()) _used[index]++;
        }

        return !bits.IsOver;
    }

    private bool ReadChange(ref NalBits bits, int index, bool ofSlice)
    {
        var back = ofSlice ? bits.Unsigned() + 1 : 1;
        if (back > index) return false;
        bits.Skip(1);
        bits.Unsigned();
        for (var i = 0; i <= _pictures[index - (int)back]; i++)
        {
            var isUsed = bits.Flag();
            if (isUsed) _used[index]++;
            if (isUsed || bits.Flag()) _pictures[index]++;
        }

        return !bits.IsOver && _pictures[index] <= MostPictures;
    }
}
