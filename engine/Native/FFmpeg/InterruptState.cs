using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// When a blocking call of one input has to give up: at a deadline on the monotonic clock, or at once. FFmpeg asks
/// through its interrupt callback, from inside every wait; <see cref="DeadlineWatch"/> sets the flag from a thread of
/// its own when the deadline is over, and anybody may set it to stop.
/// </summary>
internal sealed unsafe class InterruptState
{
    private long _deadline = long.MaxValue;
    private volatile bool _stop;
    private volatile bool _overdue;
    private GCHandle _self;

    internal InterruptState()
    {
        _self = GCHandle.Alloc(this);
        DeadlineWatch.Add(this);
    }

    /// <summary>Somebody asked to stop; it stays asked.</summary>
    internal bool IsStopped => _stop;

    internal bool IsOverdue => _overdue || Stopwatch.GetTimestamp() >= Volatile.Read(ref _deadline);

    internal void Stop() => _stop = true;

    /// <summary>Starts the clock for the next call; zero or less means no limit.</summary>
    internal void Arm(TimeSpan limit)
    {
        var deadline = limit <= TimeSpan.Zero || limit == TimeSpan.MaxValue
            ? long.MaxValue
            : Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        Volatile.Write(ref _deadline, deadline);
        _overdue = false;
    }

    /// <summary>Looks at the clock for the call that runs now; for the thread that watches.</summary>
    internal void Check(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        if (now < deadline) return;
        _overdue = true;

        // The next call may have begun meanwhile: its deadline is another one.
        if (Volatile.Read(ref _deadline) != deadline) _overdue = false;
    }

    /// <summary>Points a format context's interrupt callback here.</summary>
    internal void Attach(nint context)
    {
        var callback = context + Layout.AVFormatContext.interrupt_callback;
        *(delegate* unmanaged<nint, int>*)(callback + Layout.AVIOInterruptCB.callback) = &OnAsked;
        Layout.Pointer(callback, Layout.AVIOInterruptCB.opaque) = GCHandle.ToIntPtr(_self);
    }

    /// <summary>After this no native code may hold the callback.</summary>
    internal void Free()
    {
        DeadlineWatch.Remove(this);
        _self.Free();
    }

    [UnmanagedCallersOnly]
    private static int OnAsked(nint self) =>
        GCHandle.FromIntPtr(self).Target is InterruptState state && (state._stop || state.IsOverdue) ? 1 : 0;
}
