using System.Globalization;

namespace Sluice.Host.Bench;

/// <summary>Where this process's resident memory lies, by the kernel's map of it.</summary>
/// <param name="ResidentBytes">All of it.</param>
/// <param name="StackBytes">In mappings of the size asked for, each behind a guard page: stacks of threads.</param>
/// <param name="NativeBytes">In the C library's heaps: the main one and those of threads.</param>
internal sealed record ProcessMemory(long ResidentBytes, long StackBytes, long NativeBytes)
{
    // glibc keeps heaps of other threads than the first in mappings that begin at multiples of this.
    private const long ThreadHeapBytes = 64L << 20;

    /// <summary>Reads the map.</summary>
    /// <param name="stackBytes">The size of the stacks to be told apart.</param>
    public static ProcessMemory Read(long stackBytes)
    {
        long resident = 0, stacks = 0, native = 0, start = 0, end = 0, guardEnd = 0;
        string name = "", rights = "";
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[0].Contains('-', StringComparison.Ordinal))
            {
                // A guard page ends where its stack begins.
                guardEnd = rights.StartsWith("---", StringComparison.Ordinal) ? end : 0;
                var bounds = fields[0].Split('-');
                start = long.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                end = long.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                (rights, name) = (fields[1], fields.Length > 5 ? fields[5] : "");
            }
            else if (fields[0] == "Rss:")
            {
                var bytes = long.Parse(fields[1], CultureInfo.InvariantCulture) << 10;
                resident += bytes;
                if (name == "[heap]" || (name.Length == 0 && start % ThreadHeapBytes == 0 && end - start <= ThreadHeapBytes)) native += bytes;
                else if (name.Length == 0 && guardEnd == start && end - start <= stackBytes && end - start > stackBytes / 2) stacks += bytes;
            }
        }

        return new(resident, stacks, native);
    }
}
