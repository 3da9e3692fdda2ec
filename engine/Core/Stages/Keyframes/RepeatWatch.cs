using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Tells a source that repeats one picture bit for bit: a sensor never does, a camera that hangs does. For one thread.</summary>
internal sealed class RepeatWatch
{
    /// <summary>Pictures that are the same as the one before, one after another, before the source counts as frozen.</summary>
    public const int FrozenAfter = 25;

    private readonly byte[] _previous = new byte[LumaGrid.LumaSide * LumaGrid.LumaSide];
    private bool _isFirst = true;
    private int _repeats;

    /// <summary>How often it began to be frozen; read by any thread.</summary>
    public long Frozen { get; private set; }

    /// <summary>Writes the latest picture.</summary>
    public void Save(StateWriter to) => to.Many<byte>(_previous);

    /// <summary>Goes on from there.</summary>
    public void Load(StateReader from)
    {
        from.Fill<byte>(_previous);
        _isFirst = false;
    }

    /// <summary>Looks at a picture.</summary>
    /// <param name="luma">64 x 64.</param>
    /// <param name="froze">Whether it is frozen from here on.</param>
    /// <returns>Whether it is the same as the one before.</returns>
    public bool IsSame(ReadOnlySpan<byte> luma, out bool froze)
    {
        froze = false;
        if (_isFirst || !luma.SequenceEqual(_previous))
        {
            luma.CopyTo(_previous);
            (_isFirst, _repeats) = (false, 0);
            return false;
        }

        froze = ++_repeats == FrozenAfter;
        if (froze) Frozen++;
        return true;
    }
}
