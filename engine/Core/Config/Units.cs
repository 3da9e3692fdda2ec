using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Core.Config;

/// <summary>Numbers and durations as a graph writes them.</summary>
internal static partial class Units
{
    /// <summary>What a duration looks like, for schemas.</summary>
    public const string DurationPattern = @"^[0-9]+(\.[0-9]+)?\s*(us|ms|s|m|min|h|d)$";

    /// <summary>Reads <c>20ms</c>, <c>1.5s</c>, <c>2m</c> or <c>2min</c>, <c>1h</c>, <c>1d</c>; null for anything else.</summary>
    public static TimeSpan? Duration(string text)
    {
        var match = DurationText().Match(text.Trim());
        if (!match.Success) return null;
        var seconds = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
        {
            "us" => 1e-6,
            "ms" => 1e-3,
            "s" => 1,
            "m" or "min" => 60,
            "h" => 3600,
            _ => 86400,
        };
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    /// <summary>A duration in the largest unit that keeps it whole.</summary>
    public static string Duration(TimeSpan value)
    {
        var ticks = value.Ticks;
        if (ticks == 0) return "0s";
        if (ticks % TimeSpan.TicksPerDay == 0) return $"{ticks / TimeSpan.TicksPerDay}d";
        if (ticks % TimeSpan.TicksPerHour == 0) return $"{ticks / TimeSpan.TicksPerHour}h";
        if (ticks % TimeSpan.TicksPerMinute == 0) return $"{ticks / TimeSpan.TicksPerMinute}m";
        if (ticks % TimeSpan.TicksPerSecond == 0) return $"{ticks / TimeSpan.TicksPerSecond}s";
        return $"{Number(value.TotalMilliseconds)}ms";
    }

    /// <summary>Reads a number, or a fraction such as <c>1/255</c>; null for anything else, infinities too.</summary>
    public static double? Number(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Plain(text);
        return Plain(text[..slash]) is { } above && Plain(text[(slash + 1)..]) is { } below && below != 0 ? above / below : null;
    }

    /// <summary>Reads a number, a fraction or a percentage; null for anything else.</summary>
    public static double? Fraction(string text)
    {
        text = text.Trim();
        return text.EndsWith('%') ? Plain(text[..^1]) / 100 : Number(text);
    }

    /// <summary>A number as it would be written.</summary>
    public static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static double? Plain(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"^([0-9]+(?:\.[0-9]+)?)\s*(us|ms|s|min|m|h|d)$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationText();
}
