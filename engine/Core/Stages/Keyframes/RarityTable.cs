using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// How unusual what a source shows is: detections counted by class, size, place, motion and time of day, with counts that fade over a day. Exact up
/// to a fixed number of cells; beyond it new ones share one.
/// </summary>
internal sealed partial class RarityTable
{
    private const int MostCells = 65536;
    private const double HalfLifeSeconds = 86400;

    // Cells nobody has seen yet have to come from somewhere: as many as there are cells in one hour of one class.
    private const double Unseen = 36 * Motions;
    private const int Motions = 6, Hours = 8;
    private const int Overflow = -1;
    private readonly Dictionary<int, double> _cells = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly PercentileScale _surprises = new(0, 24, HalfLifeSeconds);
    private double _total;
    private double _unit = 1;
    private double? _last;
    private int _rarest;

    /// <summary>Classes seen so far.</summary>
    public IReadOnlyCollection<string> Labels => _labels.Keys;

    /// <summary>Counts a frame's detections.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="tracks">Knows how they move.</param>
    /// <returns>The surprise of the most unusual one in bits, and the share of frames so far that surprised less.</returns>
    public (float Bits, double Rank) Add(Frame frame, double at, TrackTable tracks)
    {
        if (frame.Detections.IsEmpty) return (0, 0);
        if (_last is { } last && at > last) _unit *= Math.Pow(2, (at - last) / HalfLifeSeconds);
        _last = Math.Max(_last ?? at, at);
        if (_unit > 1e9) Rescale();
        var bits = -1.0;
        var hours = (int)(at / 3600 % 24 / 3);
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            var cell = CellOf(detection, frame.DisplayWidth, frame.DisplayHeight, tracks.MotionOf(detection), hours);
            var known = _cells.GetValueOrDefault(cell);
            var surprise = Math.Log2(((_total / _unit) + Unseen) / ((known / _unit) + 1));
            if (surprise > bits) (bits, _rarest) = (surprise, cell);
            if (known == 0 && _cells.Count >= MostCells) cell = Overflow;
            _cells[cell] = _cells.GetValueOrDefault(cell) + _unit;
            _total += _unit;
        }

        return ((float)bits, _surprises.Add(bits, at));
    }

    /// <summary>The most unusual cell of the last frame counted, in words.</summary>
    public string Describe()
    {
        var (rest, hour) = Math.DivRem(_rarest, Hours);
        (rest, var motion) = Math.DivRem(rest, Motions);
        (rest, var place) = Math.DivRem(rest, 9);
        var label = _labels.FirstOrDefault(known => known.Value == rest / 4).Key;
        var size = (rest % 4) switch { 0 => "tiny", 1 => "small", 2 => "medium", _ => "large" };
        var row = (place / 3) switch { 0 => "top", 1 => "middle", _ => "bottom" };
        var column = (place % 3) switch { 0 => "left", 1 => "centre", _ => "right" };
        var moves = (TrackMotion)motion switch
        {
            TrackMotion.Unknown => "",
            TrackMotion.Still => "standing, ",
            TrackMotion.Right => "to the right, ",
            TrackMotion.Left => "to the left, ",
            TrackMotion.Up => "upwards, ",
            _ => "downwards, ",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{label}, {size}, {row} {column}, {moves}{hour * 3:00}-{(hour * 3) + 3:00} h");
    }

    // Class x four sizes x nine places x six ways to move x eight parts of the day.
    private int CellOf(in Detection detection, int width, int height, TrackMotion motion, int hours)
    {
        if (!_labels.TryGetValue(detection.Label, out var label)) _labels[detection.Label] = label = _labels.Count;
        var share = detection.Box.Area / Math.Max(1f, (float)width * height);
        var size = share switch { < 0.001f => 0, < 0.01f => 1, < 0.1f => 2, _ => 3 };
        var column = (int)Math.Clamp((detection.Box.X1 + detection.Box.X2) * 1.5f / Math.Max(1, width), 0, 2);
        var row = (int)Math.Clamp((detection.Box.Y1 + detection.Box.Y2) * 1.5f / Math.Max(1, height), 0, 2);
        return (((((((label * 4) + size) * 9) + (row * 3) + column) * Motions) + (int)motion) * Hours) + hours;
    }

    private void Rescale()
    {
        foreach (var cell in _cells.Keys.ToArray()) _cells[cell] /= _unit;
        (_total, _unit) = (_total / _unit, 1);
    }
}
