namespace Sluice.Native.FFmpeg;

/// <summary>Lets a number of lines through in each window of time and counts the rest. Safe from any thread.</summary>
internal sealed class LogLimiter(int lines, TimeSpan window, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _start = clock.GetTimestamp();
    private int _passed;
    private int _held;

    /// <summary>Whether a line may pass now.</summary>
    /// <param name="suppressed">Lines held back in the window that just ended, to be reported once; mostly 0.</param>
    internal bool Admit(out int suppressed)
    {
        lock (_gate)
        {
            suppressed = 0;
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_start, now) >= window)
            {
                suppressed = _held;
                (_start, _passed, _held) = (now, 0, 0);
            }

            if (_passed < lines)
            {
                _passed++;
                return true;
            }

            _held++;
            return false;
        }
    }

    /// <summary>Lines held back and not yet reported; reset to 0.</summary>
    internal int TakeSuppressed()
    {
        lock (_gate)
        {
            var held = _held;
            _held = 0;
            return held;
        }
    }
}
