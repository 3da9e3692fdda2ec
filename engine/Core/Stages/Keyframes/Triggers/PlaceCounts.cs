using System.Numerics;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// How many tracks did something at each of 64 x 36 places of the picture, of several things. Fixed memory; what is old fades as more comes.
/// </summary>
/// <param name="kinds">Things that are counted apart.</param>
internal sealed class PlaceCounts(int kinds)
{
    /// <summary>Places across and down.</summary>
    public const int Columns = 64, Rows = 36;

    // Tracks after which all counts are halved; far from what a place can hold.
    private const int MostTracks = 16384;

    // Of so few tracks nothing is known yet.
    private const int Doubt = 20;

    // Near is within a third of the object's width, three places at most.
    private const double NearWidth = 0.35;
    private const int MostNear = 3;
    private readonly ushort[] _counts = new ushort[kinds * Rows * Columns];
    private int _tracks;

    /// <summary>How many places around one are the same to an object.</summary>
    /// <param name="width">Of the object, as a share of the picture's.</param>
    public static int NearOf(float width) => Math.Min(MostNear, (int)Math.Round(NearWidth * width * Columns));

    /// <summary>The place of a point, given as shares of the picture.</summary>
    public static (int Column, int Row) At(Vector2 point) => (Math.Clamp((int)(point.X * Columns), 0, Columns - 1), Math.Clamp((int)(point.Y * Rows), 0, Rows - 1));

    /// <summary>Counts a track, once.</summary>
    public void Begin()
    {
        if (++_tracks < MostTracks) return;
        _tracks /= 2;
        for (var i = 0; i < _counts.Length; i++) _counts[i] /= 2;
    }

    /// <summary>Counts what a track did at a place.</summary>
    public void Add(int kind, (int Column, int Row) place)
    {
        ref var count = ref _counts[IndexOf(kind, place.Column, place.Row)];
        if (count < ushort.MaxValue) count++;
    }

    /// <summary>The most tracks that did something at any place near one.</summary>
    public int Most(int kind, (int Column, int Row) place, int near)
    {
        int left = Math.Max(0, place.Column - near), width = Math.Min(Columns - 1, place.Column + near) - left + 1;
        int top = Math.Max(0, place.Row - near), bottom = Math.Min(Rows - 1, place.Row + near);
        ushort most = 0;
        for (var row = top; row <= bottom; row++)
            foreach (var count in _counts.AsSpan(IndexOf(kind, left, row), width)) most = Math.Max(most, count);
        return most;
    }

    /// <summary>How seldom something is that so many tracks did, in bits: 0 where all did.</summary>
    public double BitsOf(double tracks) => Math.Max(0, Math.Log2((_tracks + Doubt) / (tracks + 1)));

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Int(_tracks);
        to.Many<ushort>(_counts);
    }

    /// <summary>Reads it.</summary>
    public void Load(StateReader from)
    {
        _tracks = from.Int();
        from.Fill<ushort>(_counts);
    }

    private static int IndexOf(int kind, int column, int row) => (((kind * Rows) + row) * Columns) + column;
}
