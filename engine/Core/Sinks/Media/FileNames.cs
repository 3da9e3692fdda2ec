using System.Globalization;
using System.Text;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Names of files with places for what is known of a frame, such as <c>{source}/{frame}</c>.</summary>
internal static class FileNames
{
    /// <summary>What may stand in braces, for error messages.</summary>
    public const string Places = "{source}, {frame}, {pts}, {time}, {id}, {session}";

    private const string Forbidden = "/\\:*?\"<>|{}";
    private static readonly string[] Known = Places.Split(", ");

    /// <summary>Finds the first place that is not known.</summary>
    /// <param name="template">The template.</param>
    /// <returns>It with its braces; null when all is well.</returns>
    public static string? UnknownPlace(string template)
    {
        foreach (var place in Known) template = template.Replace(place, "", StringComparison.Ordinal);
        return FirstPlace(template);
    }

    /// <summary>Finds the first place of any name.</summary>
    /// <param name="template">The template.</param>
    /// <returns>It with its braces; null when there is none.</returns>
    public static string? FirstPlace(string template)
    {
        var start = template.IndexOf('{', StringComparison.Ordinal);
        if (start < 0) return null;
        var end = template.IndexOf('}', start);
        return end < 0 ? template[start..] : template[start..(end + 1)];
    }

    /// <summary>Fills in the source alone.</summary>
    /// <param name="template">The template.</param>
    /// <param name="source">The source's id.</param>
    public static string Fill(string template, string source)
        => template.Replace("{source}", Safe(source), StringComparison.Ordinal);

    /// <summary>Fills in a frame.</summary>
    /// <param name="template">The template.</param>
    /// <param name="frame">What is known of the frame.</param>
    public static string Fill(string template, FrameInfo frame)
    {
        var name = new StringBuilder(Fill(template, frame.Source));
        name.Replace("{frame}", frame.Index.ToString("D8", CultureInfo.InvariantCulture));
        name.Replace("{pts}", (frame.PtsSeconds ?? 0).ToString("00000.000", CultureInfo.InvariantCulture));
        name.Replace("{time}", frame.CapturedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture));
        name.Replace("{id}", frame.Id.ToString());
        name.Replace("{session}", Safe(frame.Session ?? "none"));
        return name.ToString();
    }

    // A source's id may hold what a file's name may not, or what would lead out of the folder.
    private static string Safe(string text)
    {
        if (text is "." or "..") return "_";
        return string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(from[i]) || Forbidden.Contains(from[i], StringComparison.Ordinal) ? '_' : from[i];
        });
    }
}
