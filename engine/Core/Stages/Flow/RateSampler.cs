using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>
/// Keeps the first frame in each slot of a grid of time that starts with the first frame: no rounding adds up, whatever the source's rate.
/// </summary>
/// <param name="fps">Slots a second, above 0.</param>
/// <param name="timestampFrequency">Ticks a second of <see cref="FrameInfo.ArrivedTimestamp"/>.</param>
internal sealed class RateSampler(double fps, long timestampFrequency) : ISampler
{
    // Containers round times (Matroska to a millisecond): a frame this many seconds early is in its slot all the same, but never by more
    // than this part of the slot.
    private const double EarlySeconds = 0.005;
    private const double EarlyPart = 0.1;

    private readonly double _early = Math.Min(EarlyPart, EarlySeconds * fps);
    private readonly ElapsedClock _clock = new(timestampFrequency);
    private double _slot = -1;

    /// <inheritdoc/>
    public bool Keeps(double? seconds, long arrived)
    {
        var slot = Math.Floor((_clock.Advance(seconds, arrived) * fps) + _early);
        if (slot <= _slot) return false;
        _slot = slot;
        return true;
    }

    /// <inheritdoc/>
    public void Passes(double? seconds, long arrived) => _clock.Advance(seconds, arrived);

    /// <inheritdoc/>
    public bool Spans(double seconds, long frames) => seconds * fps <= 1 + _early;
}
