using System.Globalization;

namespace Sluice.Abstractions;

/// <summary>A number of bytes, written with its unit: <c>512MiB</c>, <c>2GiB</c>, <c>1500B</c>, <c>50GB</c>.</summary>
/// <param name="Bytes">The size in bytes, never negative.</param>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Suffix, long Factor)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1_000), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    /// <summary>Reads a size with its unit.</summary>
    /// <param name="text">Such as <c>64MiB</c>; a bare number has no unit and is refused.</param>
    /// <param name="size">The size, when the answer is true.</param>
    /// <returns>Whether the text is a size.</returns>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        text = text.Trim();
        foreach (var (suffix, factor) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            var number = text[..^suffix.Length].TrimEnd();
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
            if (value * factor > long.MaxValue) return false;
            size = new((long)(value * factor));
            return true;
        }

        return false;
    }

    /// <summary>The size in the largest binary unit that keeps it at least 1, such as <c>1.5GiB</c>.</summary>
    public override string ToString()
    {
        foreach (var (suffix, factor) in new[] { ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10) })
            if (Bytes >= factor) return string.Create(CultureInfo.InvariantCulture, $"{(double)Bytes / factor:0.##}{suffix}");
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
    }
}
