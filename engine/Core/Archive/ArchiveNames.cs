using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Core.Archive;

/// <summary>Names of files in an archive. A keyframe's are its key and an ending.</summary>
internal static class ArchiveNames
{
    /// <summary>The picture.</summary>
    public const string Picture = ".jpg";

    /// <summary>The picture without loss.</summary>
    public const string Lossless = ".png";

    /// <summary>What is known of it.</summary>
    public const string Sidecar = ".json";

    /// <summary>What an annotator said is in it.</summary>
    public const string Labels = ".labels.json";

    /// <summary>That it is never to be evicted.</summary>
    public const string Pin = ".pin";

    private const string PeriodForm = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly string[] Endings = [Picture, Lossless, Labels, Sidecar, Pin];

    /// <summary>All that may belong to a keyframe.</summary>
    public static IReadOnlyList<string> All => Endings;

    /// <summary>A keyframe's key.</summary>
    /// <param name="folder">Its source's folder.</param>
    /// <param name="period">When the period began that it was chosen for.</param>
    /// <param name="id">Its id.</param>
    public static string Key(string folder, DateTimeOffset period, Guid id) => $"{folder}/{Period(period)}/{id:D}";

    /// <summary>A period's name.</summary>
    public static string Period(DateTimeOffset at) => at.UtcDateTime.ToString(PeriodForm, CultureInfo.InvariantCulture);

    /// <summary>Takes a file's name apart.</summary>
    /// <param name="name">Any name.</param>
    /// <param name="key">The key of the keyframe it belongs to.</param>
    /// <param name="ending">What it is of it.</param>
    /// <returns>False for files that are none of a keyframe's.</returns>
    public static bool TryParse(string name, [NotNullWhen(true)] out string? key, [NotNullWhen(true)] out string? ending)
    {
        (key, ending) = (null, null);
        ending = Array.Find(Endings, one => name.EndsWith(one, StringComparison.Ordinal));
        if (ending == null) return false;
        key = name[..^ending.Length];
        return IsKey(key);
    }

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsKey(string text)
        => text.Split('/') is [{ Length: > 0 }, var period, var id] && Guid.TryParseExact(id, "D", out _)
            && DateTimeOffset.TryParseExact(period, PeriodForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
