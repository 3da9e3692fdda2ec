namespace Sluice.Core.Stages.Decode;

/// <summary>Surfaces of a device's memory that pictures of one source hold, up to a limit. Thread-safe.</summary>
/// <param name="most">The limit.</param>
internal sealed class SurfaceCount(int most)
{
    private int _held;

    /// <summary>How many are held.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Takes one more, from one thread at a time.</summary>
    /// <param name="fitting">A lower limit, for larger surfaces.</param>
    /// <returns>False at the limit.</returns>
    public bool TryEnter(int fitting = int.MaxValue)
    {
        if (Volatile.Read(ref _held) >= Math.Min(most, fitting)) return false;
        Interlocked.Increment(ref _held);
        return true;
    }

    /// <summary>Gives one back, on any thread.</summary>
    public void Leave() => Interlocked.Decrement(ref _held);
}
