using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Compares the intra frames that are decoded with what a camera sees while nothing happens. For one caller at a time.</summary>
internal sealed class PictureWatch
{
    private readonly PictureGrid _grid = new();
    private readonly PictureGrid _older = new();
    private readonly PictureBackground _quiet = new();

    /// <summary>Whether pictures of this stream can be compared.</summary>
    public bool CanSee { get; private set; } = true;

    /// <summary>Whether it is known what quiet looks like.</summary>
    public bool IsKnown => _quiet.IsKnown;

    /// <summary>Forgets what quiet looks like.</summary>
    public void Clear()
    {
        _quiet.Clear();
        CanSee = true;
    }

    /// <summary>Looks at a decoded intra frame; <see cref="Learn"/> learns it afterwards.</summary>
    /// <param name="picture">Borrowed.</param>
    public PictureVerdict Look(AvFrame picture)
    {
        CanSee = _grid.TryMeasure(picture);
        return CanSee ? Judge() : PictureVerdict.Unknown;
    }

    /// <summary>Looks at a picture.</summary>
    /// <param name="cells">As <see cref="PictureGrid"/> has them.</param>
    public PictureVerdict Look(ReadOnlySpan<float> cells)
    {
        cells.CopyTo(_grid.Values);
        return Judge();
    }

    /// <summary>Whether a picture from before the one last looked at shows nothing new.</summary>
    /// <param name="picture">Borrowed.</param>
    public bool WasQuiet(AvFrame picture) => _older.TryMeasure(picture) && _quiet.Compare(_older.Values) < 1;

    /// <summary>As for a frame.</summary>
    /// <param name="cells">As <see cref="PictureGrid"/> has them.</param>
    public bool WasQuiet(ReadOnlySpan<float> cells) => _quiet.Compare(cells) < 1;

    /// <summary>Learns the picture last looked at.</summary>
    public void Learn()
    {
        if (!CanSee) return;
        if (!_quiet.IsKnown)
        {
            _quiet.Begin(_grid.Values);
            return;
        }

        // Others may have been compared since.
        _quiet.Compare(_grid.Values);
        _quiet.Learn(_grid.Values);
    }

    private PictureVerdict Judge() =>
        !_quiet.IsKnown ? PictureVerdict.Unknown : _quiet.Compare(_grid.Values) < 1 ? PictureVerdict.Same : PictureVerdict.Changed;
}
