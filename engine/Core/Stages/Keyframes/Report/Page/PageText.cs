using System.Globalization;
using System.Net;

namespace Sluice.Core.Stages.Keyframes.Report.Page;

/// <summary>Texts of a page.</summary>
internal static class PageText
{
    /// <summary>Text as HTML.</summary>
    public static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number for people: 812, 4 812, 1.2 M.</summary>
    public static string Count(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal),
    };

    /// <summary>A number of bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + "\u202fGiB",
        >= 1L << 20 => (bytes / (double)(1L << 20)).ToString("0.0", CultureInfo.InvariantCulture) + "\u202fMiB",
        _ => (bytes / 1024).ToString(CultureInfo.InvariantCulture) + "\u202fKiB",
    };

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double? share) => share is { } value ? (value * 100).ToString(value is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + "\u202f%" : "\u2013";

    /// <summary>A number for SVG.</summary>
    public static string Svg(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A time.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A word of ours without its underlines.</summary>
    public static string Word(string name) => name.Replace('_', ' ');
}
