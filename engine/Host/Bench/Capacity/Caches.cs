using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>The processor's caches, as the kernel describes them.</summary>
internal static class Caches
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";
    private const int Otherwise = 32 << 20, Most = 512 << 20;

    /// <summary>Size of the largest: what is read again after so many bytes comes from memory.</summary>
    public static int LargestBytes { get; } = Read();

    private static int Read()
    {
        try
        {
            var largest = Directory.EnumerateDirectories(Folder, "index*").Max(static index => Kibibytes(File.ReadAllText(Path.Combine(index, "size"))));
            return largest > 0 ? (int)Math.Min(Most, largest << 10) : Otherwise;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Otherwise;
        }
    }

    // 107520K
    private static long Kibibytes(string size) => long.TryParse(size.Trim().TrimEnd('K'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
