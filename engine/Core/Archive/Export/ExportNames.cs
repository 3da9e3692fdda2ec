namespace Sluice.Core.Archive.Export;

/// <summary>Names of pictures in a data set: they tell source and period, and end in the keyframe's id, by which corrected labels come back.</summary>
internal static class ExportNames
{
    private const int IdLength = 36;

    /// <summary>A picture's name without its ending.</summary>
    public static string Of(string key) => key.Replace('/', '_');

    /// <summary>A keyframe's id.</summary>
    public static string IdOf(string key) => key[(key.LastIndexOf('/') + 1)..];

    /// <summary>The id at the end of a name; null where there is none.</summary>
    public static string? FindId(string name)
        => name.Length >= IdLength && Guid.TryParseExact(name.AsSpan(name.Length - IdLength), "D", out var id) ? id.ToString("D") : null;
}
