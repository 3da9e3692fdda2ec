namespace Sluice.Core.Sinks;

/// <summary>Which frames of one source a sink has had: a frame that comes on several links is stored once. Not thread-safe.</summary>
internal sealed class SeenFrames
{
    // One of the links may hold frames back: five minutes at 25 frames a second.
    private const int Remembered = 8192;
    private readonly long[] _seen = new long[Remembered];

    /// <summary>Notes a frame.</summary>
    /// <param name="index">Its index in the source.</param>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsFirst(long index)
    {
        ref var slot = ref _seen[index % Remembered];
        // A later frame in the slot means that this one is a latecomer on another link.
        if (slot > index) return false;
        slot = index + 1;
        return true;
    }
}
