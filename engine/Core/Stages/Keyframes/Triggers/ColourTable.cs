using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>How many tracks showed each colour. Fixed memory; what is old fades as more comes.</summary>
internal sealed class ColourTable
{
    private const int MostTracks = 1 << 20;

    // Of so few tracks nothing is known yet.
    private const int Doubt = 10;
    private readonly int[] _tracks = new int[ColourPatch.Colours];
    private int _total;

    /// <summary>Counts what a track shows in one frame.</summary>
    /// <param name="colours">Those it shows.</param>
    /// <param name="track">What it has shown before.</param>
    /// <returns>How seldom the rarest of them was shown by others, in bits, as far as it was seen of this track before.</returns>
    public double Add(ReadOnlySpan<short> colours, ShownColours track)
    {
        if (colours.IsEmpty) return 0;
        if (!track.Any && ++_total >= MostTracks)
        {
            _total /= 2;
            for (var i = 0; i < _tracks.Length; i++) _tracks[i] /= 2;
        }

        var bits = 0.0;
        foreach (var colour in colours) bits = Math.Max(bits, Math.Log2((_total + Doubt) / (double)(_tracks[colour] + Neighbours(colour) + 1)));
        foreach (var colour in colours)
            if (track.Show(colour)) _tracks[colour]++;
        return track.Twice(bits);
    }

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(_total);
        to.Many<int>(_tracks);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        _total = from.Int();
        from.Fill<int>(_tracks);
    }

    /// <summary>The most tracks that showed a shade beside a colour.</summary>
    private int Neighbours(int colour)
    {
        var (blue, red) = (colour / ColourPatch.Shades, colour % ColourPatch.Shades);
        var most = 0;
        if (red > 0) most = Math.Max(most, _tracks[colour - 1]);
        if (red < ColourPatch.Shades - 1) most = Math.Max(most, _tracks[colour + 1]);
        if (blue > 0) most = Math.Max(most, _tracks[colour - ColourPatch.Shades]);
        if (blue < ColourPatch.Shades - 1) most = Math.Max(most, _tracks[colour + ColourPatch.Shades]);
        return most;
    }
}
