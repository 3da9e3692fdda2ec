using System.Globalization;
using System.Text.RegularExpressions;
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
        if (every is { } length) return new(at.UtcTicks - ((at.UtcTicks - DateTime.UnixEpoch.Ticks) % length.Ticks), TimeSpan.Zero);
        return _hasDate ? new(at.UtcDateTime.Date, TimeSpan.Zero) : DateTimeOffset.MinValue;
    }

    /// <summary>What names of this template look like, over all times; for paths without the ending of what is unfinished.</summary>
    /// <param name="path">The template as a path, absolute.</param>
    /// <param name="sources">The sources.</param>
    public Regex Pattern(string path, IEnumerable<string> sources)
    {
        var ending = Path.GetExtension(path);
        var pattern = Regex.Escape(path[..^ending.Length])
            .Replace(@"\{engine}", Regex.Escape(FileNames.Fill("{source}", engine)), StringComparison.Ordinal)
            .Replace(@"\{source}", $"(?:{string.Join('|', sources.Select(static id => Regex.Escape(FileNames.Fill("{source}", id))))})", StringComparison.Ordinal)
            .Replace(@"\{date}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", StringComparison.Ordinal)
            .Replace(@"\{time}", "[0-9]{6}", StringComparison.Ordinal);
        return new($"^{pattern}(?:-[0-9]+)?{Regex.Escape(ending)}$", RegexOptions.CultureInvariant);
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
