using System.Globalization;
using Sluice.Core.Sinks.Media;

namespace Sluice.Core.Sinks.Csv;

/// <summary>Names of CSV files over time.</summary>
/// <param name="template">As the graph has it.</param>
/// <param name="engine">The engine's name.</param>
/// <param name="every">A new name at each multiple of this time; null for only when the date changes.</param>
internal sealed class CsvNames(string template, string engine, TimeSpan? every)
{
    /// <summary>What may stand in braces.</summary>
    public const string Places = "{engine}, {source}, {date}, {time}";

    private readonly bool _hasDate = template.Contains("{date}", StringComparison.Ordinal);

    /// <summary>Whether each source has a file of its own.</summary>
    public bool IsPerSource { get; } = template.Contains("{source}", StringComparison.Ordinal);

    /// <summary>What is wrong with a template; null when nothing is.</summary>
    public static string? Fault(string template)
    {
        var rest = Places.Split(", ").Aggregate(template, static (text, place) => text.Replace(place, "", StringComparison.Ordinal));
        if (FileNames.FirstPlace(rest) is { } place) return $"'{place}' is nothing that can be filled in; {Places} are.";
        if (Path.GetExtension(template).Length < 2) return $"'{template}' has no ending; write one, such as '{template.TrimEnd('/', '.')}.csv'.";
        return null;
    }

    /// <summary>The start of the period a moment belongs to: when it changes, so does the file.</summary>
    public DateTimeOffset PeriodOf(DateTimeOffset at)
    {
        var start = DateTimeOffset.MinValue;
        if (every is { } length) start = new(at.UtcTicks - ((at.UtcTicks - DateTime.UnixEpoch.Ticks) % length.Ticks), TimeSpan.Zero);
        if (!_hasDate) return start;
        var day = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        return start > day ? start : day;
    }

    /// <summary>The name of a file that begins now.</summary>
    /// <param name="source">The source; not looked at unless <see cref="IsPerSource"/>.</param>
    /// <param name="at">Now.</param>
    public string Of(string source, DateTimeOffset at)
        => FileNames.Fill(template, source)
            .Replace("{engine}", FileNames.Fill("{source}", engine), StringComparison.Ordinal)
            .Replace("{date}", at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{time}", at.UtcDateTime.ToString("HHmmss", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
