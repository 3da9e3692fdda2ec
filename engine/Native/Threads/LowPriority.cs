using System.Runtime.InteropServices;

namespace Sluice.Native.Threads;

/// <summary>Lets a thread step back behind the others.</summary>
public static partial class LowPriority
{
    // Of 19: such a thread gets about a tenth of the time of one that competes with it, and all of it when none does.
    private const int Nice = 10;
    private const int PRIO_PROCESS = 0;

    /// <summary>
    /// Lowers the calling thread, and those it starts from here on, for the rest of its life: it must be one of the caller's own, never of
    /// a pool. <see cref="Thread.Priority"/> does nothing of the kind on Linux.
    /// </summary>
    /// <returns>Whether the system allowed it.</returns>
    public static bool Enter()
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
            return true;
        }

        // On Linux 0 is the calling thread and not the process: setpriority(2), "C library/kernel differences".
        return setpriority(PRIO_PROCESS, 0, Nice) == 0;
    }

    [LibraryImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, uint who, int priority);
}
