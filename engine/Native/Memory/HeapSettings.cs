using System.Runtime.InteropServices;

namespace Sluice.Native.Memory;

/// <summary>
/// How the C heap is kept, for a process with hundreds of threads that each call native code. glibc gives every thread an arena of its own, up
/// to eight a core, and none of them gives back what another could use; and it raises the size from which blocks are mapped by themselves each
/// time such a block is freed, so that a decoder's large structures end up in arenas that cannot shrink around them.
/// </summary>
public static partial class HeapSettings
{
    // malloc.h of glibc.
    private const int ArenaMax = -8, MmapThreshold = -3, TrimThreshold = -1;

    // Below a decoder's structures, so that each is given back whole when it is closed: 500 idle cameras take 1.0 GiB with this, 1.1 with
    // 512 KiB. Above a camera's usual packet; mapping a large intra frame costs next to nothing beside decoding it.
    private const int MappedFromBytes = 64 << 10, TrimmedFromBytes = 1 << 20;

    /// <summary>Applies the settings; before threads are started. What the environment says (<c>MALLOC_ARENA_MAX</c> and so on) is left as
    /// it is. Does nothing on systems without glibc.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            Set("MALLOC_ARENA_MAX", ArenaMax, Math.Max(2, Environment.ProcessorCount));
            Set("MALLOC_MMAP_THRESHOLD_", MmapThreshold, MappedFromBytes);
            Set("MALLOC_TRIM_THRESHOLD_", TrimThreshold, TrimmedFromBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it has other habits.
        }
    }

    private static void Set(string variable, int parameter, int value)
    {
        if (Environment.GetEnvironmentVariable(variable) == null) _ = mallopt(parameter, value);
    }

    [LibraryImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
